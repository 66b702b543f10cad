package dev.jbuild.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that docker has below {@code container}. */
@Command(
    name = "container",
    synopsisSubcommandLabel = "COMMAND",
    description = "The commands for containers under the names that docker has for them.")
final class ContainerCommand {
  private ContainerCommand() {}

  static CommandLine commandLine(Jbuild jbuild) {
    CommandLine line = new CommandLine(new ContainerCommand());
    line.addSubcommand("ls", new PsCommand(jbuild), "list", "ps");
    line.addSubcommand("create", new CreateCommand(jbuild));
    line.addSubcommand("run", new RunCommand(jbuild));
    line.addSubcommand("start", new StartCommand(jbuild));
    line.addSubcommand("stop", new StopCommand(jbuild));
    line.addSubcommand("restart", new RestartCommand(jbuild));
    line.addSubcommand("kill", new KillCommand(jbuild));
    line.addSubcommand("wait", new WaitCommand(jbuild));
    line.addSubcommand("logs", new LogsCommand(jbuild));
    line.addSubcommand("exec", new ExecCommand(jbuild));
    line.addSubcommand("export", new ExportCommand(jbuild));
    line.addSubcommand("rename", new RenameCommand(jbuild));
    line.addSubcommand("top", new TopCommand(jbuild));
    line.addSubcommand("cp", new CpCommand(jbuild));
    line.addSubcommand("port", new PortCommand(jbuild));
    line.addSubcommand("rm", new RmCommand(jbuild));
    line.addSubcommand("prune", new ContainerPruneCommand(jbuild));
    line.getSubcommands()
        .forEach((name, each) -> each.setStopAtPositional(Commands.TAKES_COMMAND.contains(name)));
    return line;
  }
}
