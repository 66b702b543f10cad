package dev.jbuild.builder;

import java.nio.file.Path;
import java.util.List;

/** What answers a RUN that mounts an ssh agent. */
public sealed interface SshSource {

  /** The agent that listens on a Unix socket. */
  record Agent(Path socket) implements SshSource {}

  /** An agent of jbuild's own that has these private keys, which are not encrypted. */
  record Keys(List<Path> files) implements SshSource {
    public Keys {
      files = List.copyOf(files);
    }
  }
}
