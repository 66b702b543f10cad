package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.server.Servers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The warm server, which {@code jbuild --server} uses. */
@Command(
    name = "server",
    synopsisSubcommandLabel = "COMMAND",
    description = "Show or end the warm server that jbuild --server uses.",
    footer = {
      "",
      "With --server before the command, or JBUILD_SERVER=1, commands are run by a process that",
      "stays for a while (JBUILD_SERVER_IDLE seconds, 900 unless said)."
    })
final class ServerCommand {
  private ServerCommand() {}

  static CommandLine commandLine(Jbuild jbuild) {
    return new CommandLine(ServerCommandSpec.of(new ServerCommand()))
        .addSubcommand("status", ServerCommandStatusSpec.of(new Status(jbuild)))
        .addSubcommand("stop", ServerCommandStopSpec.of(new Stop(jbuild)));
  }

  @Command(name = "status", description = "Show the servers; end with 1 when there is none.")
  static final class Status implements Callable<Integer> {
    private final Jbuild jbuild;

    Status(Jbuild jbuild) {
      this.jbuild = jbuild;
    }

    @Override
    public Integer call() throws Exception {
      return print(jbuild, Servers.status(jbuild.host().environment()));
    }
  }

  @Command(name = "stop", description = "End the servers when their commands are done.")
  static final class Stop implements Callable<Integer> {
    private final Jbuild jbuild;

    Stop(Jbuild jbuild) {
      this.jbuild = jbuild;
    }

    @Override
    public Integer call() throws Exception {
      print(jbuild, Servers.stop(jbuild.host().environment()));
      return ExitCode.SUCCESS.number();
    }
  }

  private static int print(Jbuild jbuild, List<String> servers) throws IOException {
    for (String server : servers) {
      jbuild.host().out().line(server);
    }
    if (servers.isEmpty()) {
      jbuild.host().out().line("no warm server runs");
    }
    return (servers.isEmpty() ? ExitCode.FAILED : ExitCode.SUCCESS).number();
  }
}
