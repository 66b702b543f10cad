package dev.jbuild.cli.command;

import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Signals;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.RunResult;
import java.util.List;

/** The streams of this process as those of a container's command, and its end as ours. */
final class CommandStreams {
  private static final List<String> PASSED_ON = List.of("INT", "TERM", "HUP", "USR1", "ALRM");

  private CommandStreams() {}

  static ContainerStreams of(Jbuild jbuild, boolean interactive) {
    Host host = jbuild.host();
    return new ContainerStreams(
        interactive ? host.in() : null,
        host.out(),
        host.err(),
        receiver -> Signals.handle(PASSED_ON, receiver),
        host.err()::println);
  }

  /** Says why it ended, if that needs words, and returns the exit code. */
  static int told(Jbuild jbuild, RunResult result) {
    if (!result.message().isEmpty()) {
      jbuild.host().err().println("error: " + result.message());
    }
    return result.exitCode();
  }
}
