package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import java.util.List;

/** What to make of the result: the names that the image gets, and its annotations. */
public record OutputOptions(List<ImageReference> tags, List<Annotation> annotations) {
  public static final OutputOptions DEFAULT = new OutputOptions(List.of(), List.of());

  public OutputOptions {
    tags = List.copyOf(tags);
    annotations = List.copyOf(annotations);
  }

  public OutputOptions withTags(List<ImageReference> value) {
    return new OutputOptions(value, annotations);
  }

  public OutputOptions withAnnotations(List<Annotation> value) {
    return new OutputOptions(tags, value);
  }
}
