package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.container.ExecRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "exec", description = "Run a further command in a running container.")
final class ExecCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID.")
  String container = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "With its arguments.")
  List<String> command = new ArrayList<>();

  @Mixin final ProcessFlags process = new ProcessFlags();

  @Option(
      names = {"-d", "--detach"},
      description = "Do not wait for its end.")
  boolean detach;

  @Option(names = "--privileged", description = "With all capabilities, and no system call filter.")
  boolean privileged;

  ExecCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    process.check(jbuild, ExitCode.FAILED);
    ExecRequest request =
        new ExecRequest(
            command,
            process.environment(jbuild),
            process.directory(),
            process.user(),
            process.tty(),
            privileged);
    return new EachContainer(jbuild)
        .one(
            container,
            (found, control, store) -> {
              if (detach) {
                control.execDetached(found, request);
                return ExitCode.SUCCESS.number();
              }
              return CommandStreams.told(
                  jbuild,
                  process.isOnTerminal(jbuild)
                      ? control.execOnTerminal(found, request, program(store))
                      : control.exec(
                          found, request, CommandStreams.of(jbuild, process.interactive())));
            });
  }

  private AgentOptions program(OpenStore store) throws IOException {
    return jbuild.agentOptions(store.store().root(), Isolation.AUTO);
  }
}
