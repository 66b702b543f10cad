package dev.jbuild.cli;

import dev.jbuild.cli.host.Host;
import java.util.List;

/** Where the launcher enters. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Host host = Host.ofProcess();
    System.exit(new Application(host).run(List.of(args)));
  }
}
