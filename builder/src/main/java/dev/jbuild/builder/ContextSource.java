package dev.jbuild.builder;

import java.nio.file.Path;

/** Where the build context comes from. */
public sealed interface ContextSource {

  /** A directory of this machine, less what its ignore file leaves out. */
  record Local(Path directory) implements ContextSource {}
}
