package dev.jbuild.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that docker has below {@code image}. */
@Command(
    name = "image",
    synopsisSubcommandLabel = "COMMAND",
    description = "The commands for images under the names that docker has for them.")
final class ImageCommand {
  private ImageCommand() {}

  static CommandLine commandLine(Jbuild jbuild) {
    CommandLine line = new CommandLine(new ImageCommand());
    line.addSubcommand("ls", new ImagesCommand(jbuild), "list");
    line.addSubcommand("inspect", new InspectCommand(jbuild));
    line.addSubcommand("history", new HistoryCommand(jbuild));
    line.addSubcommand("tag", new TagCommand(jbuild));
    line.addSubcommand("rm", new RmiCommand(jbuild), "remove");
    line.addSubcommand("pull", new PullCommand(jbuild));
    line.addSubcommand("push", new PushCommand(jbuild));
    line.addSubcommand("save", new SaveCommand(jbuild));
    line.addSubcommand("load", new LoadCommand(jbuild));
    line.addSubcommand("import", new ImportCommand(jbuild));
    return line;
  }
}
