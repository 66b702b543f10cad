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
    CommandLine line = new CommandLine(ImageCommandSpec.of(new ImageCommand()));
    line.addSubcommand("ls", ImagesCommandSpec.of(new ImagesCommand(jbuild)), "list");
    line.addSubcommand("inspect", InspectCommandSpec.of(new InspectCommand(jbuild)));
    line.addSubcommand("history", HistoryCommandSpec.of(new HistoryCommand(jbuild)));
    line.addSubcommand("tag", TagCommandSpec.of(new TagCommand(jbuild)));
    line.addSubcommand("rm", RmiCommandSpec.of(new RmiCommand(jbuild)), "remove");
    line.addSubcommand("pull", PullCommandSpec.of(new PullCommand(jbuild)));
    line.addSubcommand("push", PushCommandSpec.of(new PushCommand(jbuild)));
    line.addSubcommand("save", SaveCommandSpec.of(new SaveCommand(jbuild)));
    line.addSubcommand("load", LoadCommandSpec.of(new LoadCommand(jbuild)));
    line.addSubcommand("import", ImportCommandSpec.of(new ImportCommand(jbuild)));
    return line;
  }
}
