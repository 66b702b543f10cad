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
    CommandLine line = new CommandLine(ContainerCommandSpec.of(new ContainerCommand()));
    line.addSubcommand("ls", PsCommandSpec.of(new PsCommand(jbuild)), "list", "ps");
    line.addSubcommand("create", CreateCommandSpec.of(new CreateCommand(jbuild)));
    line.addSubcommand("run", RunCommandSpec.of(new RunCommand(jbuild)));
    line.addSubcommand("start", StartCommandSpec.of(new StartCommand(jbuild)));
    line.addSubcommand("stop", StopCommandSpec.of(new StopCommand(jbuild)));
    line.addSubcommand("restart", RestartCommandSpec.of(new RestartCommand(jbuild)));
    line.addSubcommand("kill", KillCommandSpec.of(new KillCommand(jbuild)));
    line.addSubcommand("wait", WaitCommandSpec.of(new WaitCommand(jbuild)));
    line.addSubcommand("logs", LogsCommandSpec.of(new LogsCommand(jbuild)));
    line.addSubcommand("exec", ExecCommandSpec.of(new ExecCommand(jbuild)));
    line.addSubcommand("export", ExportCommandSpec.of(new ExportCommand(jbuild)));
    line.addSubcommand("rename", RenameCommandSpec.of(new RenameCommand(jbuild)));
    line.addSubcommand("top", TopCommandSpec.of(new TopCommand(jbuild)));
    line.addSubcommand("cp", CpCommandSpec.of(new CpCommand(jbuild)));
    line.addSubcommand("port", PortCommandSpec.of(new PortCommand(jbuild)));
    line.addSubcommand("rm", RmCommandSpec.of(new RmCommand(jbuild)));
    line.addSubcommand("prune", ContainerPruneCommandSpec.of(new ContainerPruneCommand(jbuild)));
    line.getSubcommands()
        .forEach((name, each) -> each.setStopAtPositional(Commands.TAKES_COMMAND.contains(name)));
    return line;
  }
}
