package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import java.nio.file.Path;

/** Where builds on several machines, or with several stores, share what steps made. */
public sealed interface CachePlace {

  /**
   * An OCI image layout.
   *
   * @param tag of the cache in the layout, which may hold several
   */
  record Layout(Path directory, String tag) implements CachePlace {
    @Override
    public String toString() {
      return directory + " (" + tag + ")";
    }
  }

  /** A tag in a registry, or for reading a digest. */
  record Registry(ImageReference reference) implements CachePlace {
    @Override
    public String toString() {
      return reference.familiar();
    }
  }
}
