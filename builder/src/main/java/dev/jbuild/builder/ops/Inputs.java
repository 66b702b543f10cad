package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.LocalContext;

/** What an input of a vertex turned out to be. */
public sealed interface Inputs {

  /** A file system; {@code scratch} when it is that of FROM scratch itself. */
  record Files(State state, boolean scratch) implements Inputs {}

  /** The build context. */
  record Context(LocalContext files) implements Inputs {}
}
