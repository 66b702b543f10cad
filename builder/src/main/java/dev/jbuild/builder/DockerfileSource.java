package dev.jbuild.builder;

import java.nio.file.Path;

/** Where the Dockerfile comes from. */
public sealed interface DockerfileSource {

  /** {@code Dockerfile}, else {@code dockerfile}, in the root of the context. */
  record InContext() implements DockerfileSource {}

  /** A file of the context, by its path there. */
  record Named(String path) implements DockerfileSource {}

  /** A file of this machine, as {@code -f} names it; {@code name} is what messages call it. */
  record File(Path path, String name) implements DockerfileSource {}

  /** What a web server has at an http or https address. */
  record Http(String address) implements DockerfileSource {}

  /** A text that is no file, as {@code -f -} gives it. */
  record Inline(String text) implements DockerfileSource {}
}
