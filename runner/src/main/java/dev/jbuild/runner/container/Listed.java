package dev.jbuild.runner.container;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A container of the list as it was a moment ago.
 *
 * @param directory in the store
 * @param health null when nothing checks it
 */
public record Listed(
    Path directory, Definition definition, ContainerState state, @Nullable Health health) {
  static final String REQUEST = "request";
  static final String UPPER = "upper";
  static final String LAYERS = "layers";

  public String id() {
    return definition.id();
  }

  public String shortId() {
    return id().substring(0, 12);
  }
}
