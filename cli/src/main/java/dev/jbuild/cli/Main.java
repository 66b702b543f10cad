package dev.jbuild.cli;

import dev.jbuild.cli.host.Host;
import java.util.List;

/** Where the launcher enters. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Not System.exit, which first makes a logger to log that; everything is closed and written.
    Runtime.getRuntime().halt(run(List.of(args)));
  }

  static int run(List<String> words) {
    return new Application(Host.ofProcess()).run(words);
  }
}
