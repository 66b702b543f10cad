package dev.jbuild.runner.container;

import java.nio.file.Path;

/**
 * A container of the list as it was a moment ago.
 *
 * @param directory in the store
 */
public record Listed(Path directory, Definition definition, ContainerState state) {
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
