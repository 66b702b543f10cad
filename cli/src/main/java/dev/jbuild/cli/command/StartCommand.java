package dev.jbuild.cli.command;

import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.Launcher;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "start", description = "Start containers that ended once more.")
final class StartCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Name or ID.")
  private List<String> containers = new ArrayList<>();

  StartCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    return new EachContainer(jbuild)
        .runAndTell(containers, (container, control, store) -> start(jbuild, store, container));
  }

  static void start(Jbuild jbuild, OpenStore store, Listed container)
      throws RunException, IOException {
    Launcher launcher =
        new Launcher(store.store(), jbuild.agentOptions(store.store().root(), Isolation.AUTO));
    try {
      launcher.start(container);
    } catch (IOException e) {
      throw new RunException(
          "failed to start container " + container.shortId() + ": " + e.getMessage(), e);
    }
  }
}
