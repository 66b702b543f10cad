package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command of a container is given, the first one or a further one. */
final class ProcessFlags {
  @Option(
      names = {"-i", "--interactive"},
      description = "Pass standard input on.")
  boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Give the command a terminal.")
  boolean tty;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "Variable for the command; without a value, that of the environment.")
  List<String> variables = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables for the command, a line each.")
  List<Path> environmentFiles = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory.")
  @Nullable String directory;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "User, by name or number.")
  @Nullable String user;

  boolean interactive() {
    return interactive;
  }

  boolean tty() {
    return tty;
  }

  @Nullable String directory() {
    return directory;
  }

  @Nullable String user() {
    return user;
  }

  List<String> environment(Jbuild jbuild) throws CommandException, IOException {
    return EnvironmentWords.of(variables, environmentFiles, jbuild.host());
  }

  /** Whether it runs on the terminal of this process. */
  boolean isOnTerminal(Jbuild jbuild) {
    Terminal terminal = jbuild.host().terminal();
    return tty && terminal.stdin() && terminal.stdout();
  }

  /** Throws for what cannot be, whatever the container is. */
  void check(Jbuild jbuild, ExitCode code) throws CommandException {
    if (tty && interactive && !jbuild.host().terminal().stdin()) {
      throw new CommandException(code, "standard input is not a terminal: leave -t out");
    }
    if (directory != null && !directory.startsWith("/")) {
      throw new CommandException(code, "the working directory must be absolute: " + directory);
    }
  }
}
