package dev.jbuild.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "kill", description = "Send a signal to containers.")
final class KillCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Name or ID.")
  List<String> containers = new ArrayList<>();

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIGNAL",
      description = "By name or number; KILL if not given.")
  String signal = "KILL";

  KillCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    int number = SignalWord.check(signal);
    return new EachContainer(jbuild)
        .runAndTell(containers, (container, control, store) -> control.kill(container, number));
  }
}
