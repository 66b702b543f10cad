package dev.jbuild.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "Remove containers.")
final class RmCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Name or ID.")
  List<String> containers = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "Kill those that run; those that are not there are no failure.")
  boolean force;

  @Option(
      names = {"-v", "--volumes"},
      description = "Remove their anonymous volumes, too.")
  boolean volumes;

  RmCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    return new EachContainer(jbuild)
        .runAndTell(
            containers,
            (container, control, store) -> control.remove(container, force, volumes, store.disk()));
  }
}
