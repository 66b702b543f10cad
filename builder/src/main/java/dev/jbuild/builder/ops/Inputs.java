package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.BuildContext;

/** What an input of a vertex turned out to be. */
public sealed interface Inputs {

  /** A file system; {@code scratch} when it is that of FROM scratch itself. */
  record Files(State state, boolean scratch) implements Inputs {}

  /** The files of the build context or of a named one. */
  record Context(BuildContext files) implements Inputs {}
}
