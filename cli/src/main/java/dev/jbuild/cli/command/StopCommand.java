package dev.jbuild.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "stop",
    description = "Stop containers: ask them to end, and kill those that do not.")
final class StopCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Name or ID.")
  List<String> containers = new ArrayList<>();

  @Option(
      names = {"-t", "--time", "--timeout"},
      paramLabel = "SECONDS",
      description = "To wait before the kill; -1 for ever. Else the container's own, or 10.")
  @Nullable Integer seconds;

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIGNAL",
      description = "In place of the container's own.")
  @Nullable String signal;

  StopCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    SignalWord.check(signal);
    return new EachContainer(jbuild)
        .runAndTell(
            containers, (container, control, store) -> control.stop(container, signal, seconds));
  }
}
