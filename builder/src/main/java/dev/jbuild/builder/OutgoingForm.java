package dev.jbuild.builder;

import dev.jbuild.cache.layer.LayerCompression;
import dev.jbuild.cache.layer.LayerCompression.Method;
import org.jspecify.annotations.Nullable;

/**
 * The form in which an image leaves the store.
 *
 * @param asked how its own layers are compressed; null for gzip, and for leaving what came
 *     uncompressed as it came
 * @param forced whether the layers of its base are compressed so too, instead of as they came
 */
public record OutgoingForm(@Nullable LayerCompression asked, boolean forced, Types types) {
  /** The media types of manifest, config and layers. */
  public enum Types {
    /** Those that a pulled image came with, OCI's for one that was built. */
    AS_THEY_CAME,
    OCI,
    /** Docker's image manifest, version 2, schema 2; it knows no zstd and no annotations. */
    DOCKER
  }

  public static final OutgoingForm DEFAULT = new OutgoingForm(null, false, Types.AS_THEY_CAME);

  /** Throws IllegalArgumentException for zstd layers with Docker's media types. */
  public OutgoingForm {
    if (types == Types.DOCKER && asked != null && asked.method() == Method.ZSTD) {
      throw new IllegalArgumentException("Docker's media types have none for zstd layers");
    }
  }

  public LayerCompression compression() {
    return asked == null ? LayerCompression.GZIP : asked;
  }

  /** This form for a place that has OCI media types unless others are asked for. */
  public OutgoingForm inArchive() {
    return types == Types.AS_THEY_CAME ? new OutgoingForm(asked, forced, Types.OCI) : this;
  }
}
