package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.runner.container.ContainerControl;
import dev.jbuild.runner.container.Listed;
import dev.jbuild.runner.container.Status;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "prune", description = "Remove all containers that ended.")
final class ContainerPruneCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Option(
      names = {"-f", "--force"},
      description = "Accepted for docker's sake; nothing is asked.")
  @SuppressWarnings("UnusedVariable") // nothing is ever asked
  boolean force;

  ContainerPruneCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    Output out = jbuild.host().out();
    try (OpenStore store = OpenStore.of(jbuild)) {
      ContainerControl control = new ContainerControl(store.containers(), jbuild::warn);
      List<Listed> ended =
          store.containers().all().stream()
              .filter(each -> each.state().status() == Status.EXITED)
              .toList();
      if (!ended.isEmpty()) {
        out.line("Deleted Containers:");
      }
      for (Listed each : ended) {
        control.remove(each, false, false, store.disk());
        out.line(each.id());
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
