package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.key.SigningKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to make of the result: the names that the image gets, its annotations, and what is made of
 * it beside or instead of an image in the local store.
 *
 * @param key signs what is pushed; null for no signatures
 */
public record OutputOptions(
    List<ImageReference> tags,
    List<Annotation> annotations,
    List<Export> exports,
    @Nullable SigningKey key,
    AttestOptions attest) {
  public static final OutputOptions DEFAULT =
      new OutputOptions(List.of(), List.of(), List.of(), null, AttestOptions.NONE);

  public OutputOptions {
    tags = List.copyOf(tags);
    annotations = List.copyOf(annotations);
    exports = List.copyOf(exports);
  }

  public OutputOptions withTags(List<ImageReference> value) {
    return new OutputOptions(value, annotations, exports, key, attest);
  }

  public OutputOptions withAnnotations(List<Annotation> value) {
    return new OutputOptions(tags, value, exports, key, attest);
  }

  public OutputOptions withExports(List<Export> value) {
    return new OutputOptions(tags, annotations, value, key, attest);
  }

  public OutputOptions withKey(@Nullable SigningKey value) {
    return new OutputOptions(tags, annotations, exports, value, attest);
  }

  public OutputOptions withAttest(AttestOptions value) {
    return new OutputOptions(tags, annotations, exports, key, value);
  }

  /** Those of all exports as well. */
  public List<Annotation> allAnnotations() {
    List<Annotation> all = new ArrayList<>(annotations);
    for (Export export : exports) {
      all.addAll(Export.looksOf(export).map(Export.Looks::annotations).orElse(List.of()));
    }
    return all;
  }
}
