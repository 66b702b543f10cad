package dev.jbuild.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the version of jbuild.")
final class VersionCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  VersionCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    return Version.print(jbuild.host().out());
  }
}
