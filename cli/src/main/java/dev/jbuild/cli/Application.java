package dev.jbuild.cli;

import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.command.Jbuild;
import dev.jbuild.cli.command.Version;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.Failures;
import dev.jbuild.cli.host.Host;
import java.io.IOException;
import java.util.List;

/** One run of the program, from its words to its exit code. */
public final class Application {
  private final Host host;

  public Application(Host host) {
    this.host = host;
  }

  /** Runs the command that the words ask for; whatever goes wrong is told on standard error. */
  public int run(List<String> words) {
    Failures failures = new Failures(host.err(), host.directory());
    try {
      int code = isVersion(words) ? Version.print(host.out()) : runCommand(words, failures);
      host.out().flush();
      return code;
    } catch (IOException | CommandException | RuntimeException e) {
      return failures.report(e, words.contains("--debug"));
    }
  }

  /** Decided before picocli is loaded, which alone takes as long as everything else here. */
  private static boolean isVersion(List<String> words) {
    return words.equals(List.of("version")) || words.equals(List.of("--version"));
  }

  private int runCommand(List<String> words, Failures failures) throws CommandException {
    Invocation invocation = Invocation.of(words, Commands.NAMES, host.directory());
    if ("build".equals(invocation.command())) {
      Ahead.begin();
    }
    Jbuild jbuild = new Jbuild(host);
    return Commands.commandLine(jbuild, invocation.command())
        .setParameterExceptionHandler((e, arguments) -> Usage.report(e, host.err()))
        .setExecutionExceptionHandler((e, line, parsed) -> failures.report(e, jbuild.debug()))
        .execute(invocation.words().toArray(String[]::new));
  }
}
