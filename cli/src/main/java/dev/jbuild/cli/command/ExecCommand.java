package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Signals;
import dev.jbuild.cli.host.Terminal;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.RunResult;
import dev.jbuild.runner.container.ExecRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "exec", description = "Run a further command in a running container.")
final class ExecCommand implements Callable<Integer> {
  private static final List<String> PASSED_ON = List.of("INT", "TERM", "HUP", "USR1", "ALRM");

  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID.")
  private String container = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "With its arguments.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      description = "Pass standard input on.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Give the command a terminal.")
  private boolean tty;

  @Option(
      names = {"-d", "--detach"},
      description = "Do not wait for its end.")
  private boolean detach;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "Variable for the command; without a value, that of the environment.")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory; else the container's.")
  private @Nullable String directory;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "User, by name or number; else the container's.")
  private @Nullable String user;

  @Option(names = "--privileged", description = "With all capabilities, and no system call filter.")
  private boolean privileged;

  ExecCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    Terminal terminal = jbuild.host().terminal();
    if (tty && interactive && !terminal.stdin()) {
      throw new CommandException(ExitCode.FAILED, "standard input is not a terminal: leave -t out");
    }
    List<String> environment = EnvironmentWords.of(variables, List.of(), jbuild.host());
    ExecRequest request = new ExecRequest(command, environment, directory, user, tty, privileged);
    return new EachContainer(jbuild)
        .one(
            container,
            (found, control, store) -> {
              if (detach) {
                control.execDetached(found, request);
                return ExitCode.SUCCESS.number();
              }
              RunResult result =
                  tty && terminal.stdin() && terminal.stdout()
                      ? control.execOnTerminal(found, request, program(store))
                      : control.exec(found, request, streams());
              if (!result.message().isEmpty()) {
                jbuild.host().err().println("error: " + result.message());
              }
              return result.exitCode();
            });
  }

  private AgentOptions program(OpenStore store) throws IOException {
    return jbuild.agentOptions(store.store().root(), Isolation.AUTO);
  }

  private ContainerStreams streams() {
    Host host = jbuild.host();
    return new ContainerStreams(
        interactive ? host.in() : null,
        host.out(),
        host.err(),
        receiver -> Signals.handle(PASSED_ON, receiver),
        host.err()::println);
  }
}
