package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.BuildContext;
import dev.jbuild.builder.remote.FetchedFile;
import dev.jbuild.oci.Digest;
import java.io.IOException;

/** What an input of a vertex turned out to be. */
public sealed interface Inputs {

  /** A file system; {@code scratch} when it is that of FROM scratch itself. */
  record Files(State state, boolean scratch) implements Inputs {}

  /** A file from the network with that content, which is fetched when it is needed. */
  record Download(Digest content, Fetch file) implements Inputs {}

  /** Fetches a file into the store. */
  @FunctionalInterface
  interface Fetch {
    FetchedFile get() throws IOException, InterruptedException;
  }

  /** The files of the build context or of a named one. */
  record Context(BuildContext files) implements Inputs {}
}
