package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Terminal;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.Launcher;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "start", description = "Start containers that were made, or that ended, once more.")
final class StartCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Name or ID.")
  List<String> containers = new ArrayList<>();

  @Option(
      names = {"-a", "--attach"},
      description = "Show what it writes, pass signals on, and end with its exit code.")
  boolean attach;

  @Option(
      names = {"-i", "--interactive"},
      description = "Pass standard input on; the container was made with -i.")
  boolean interactive;

  StartCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (!attach && !interactive) {
      return new EachContainer(jbuild)
          .runAndTell(containers, (container, control, store) -> start(jbuild, store, container));
    }
    if (containers.size() > 1) {
      throw new CommandException(
          ExitCode.USAGE, "you cannot start and attach multiple containers at once");
    }
    return new EachContainer(jbuild)
        .one(containers.getFirst(), (container, control, store) -> attached(store, container));
  }

  private int attached(OpenStore store, Listed container)
      throws RunException, IOException, InterruptedException {
    if (container.state().isRunning()) {
      throw new RunException(
          "container " + container.shortId() + " is running already: logs -f shows what it writes");
    }
    Launcher launcher = launcher(jbuild, store);
    Terminal terminal = jbuild.host().terminal();
    boolean onTerminal =
        container.definition().tty() && terminal.stdin() && terminal.stdout() && interactive;
    try {
      return CommandStreams.told(
          jbuild,
          onTerminal
              ? launcher.startOnTerminal(container)
              : launcher.startAttached(container, CommandStreams.of(jbuild, interactive)));
    } catch (IOException e) {
      throw failed(container, e);
    }
  }

  static void start(Jbuild jbuild, OpenStore store, Listed container)
      throws RunException, IOException, InterruptedException {
    try {
      launcher(jbuild, store).start(container);
    } catch (IOException e) {
      throw failed(container, e);
    }
  }

  private static Launcher launcher(Jbuild jbuild, OpenStore store) throws IOException {
    return new Launcher(store.store(), jbuild.agentOptions(store.store().root(), Isolation.AUTO));
  }

  private static RunException failed(Listed container, IOException e) {
    return new RunException(
        "failed to start container " + container.shortId() + ": " + e.getMessage(), e);
  }
}
