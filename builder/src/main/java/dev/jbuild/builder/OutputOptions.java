package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import java.util.List;

/** What to make of the result: the names that the image gets. */
public record OutputOptions(List<ImageReference> tags) {
  public static final OutputOptions DEFAULT = new OutputOptions(List.of());

  public OutputOptions {
    tags = List.copyOf(tags);
  }

  public OutputOptions withTags(List<ImageReference> value) {
    return new OutputOptions(value);
  }
}
