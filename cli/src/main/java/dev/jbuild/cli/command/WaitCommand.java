package dev.jbuild.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "wait", description = "Wait until containers end, and print their exit codes.")
final class WaitCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Name or ID.")
  List<String> containers = new ArrayList<>();

  WaitCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    return new EachContainer(jbuild)
        .run(
            containers,
            (container, control, store) -> jbuild.host().out().line("" + control.await(container)));
  }
}
