package dev.jbuild.cli.command;

import dev.jbuild.cli.host.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The whole program as it is, and as picocli makes it of the annotations. */
final class Programs {
  private Programs() {}

  static CommandLine written() {
    return Commands.commandLine(new Jbuild(Host.ofProcess()), null);
  }

  static CommandLine annotated() {
    Jbuild jbuild = new Jbuild(Host.ofProcess());
    CommandLine line = annotated(Commands.commandLine(jbuild, null));
    HelpText.add(line);
    CommandGroups.use(line);
    return Commands.settings(line, jbuild);
  }

  private static CommandLine annotated(CommandLine written) {
    CommandLine line = new CommandLine(CommandSpec.forAnnotatedObject(written.getCommand()));
    Map<CommandLine, List<String>> names = new LinkedHashMap<>();
    written
        .getSubcommands()
        .forEach((name, each) -> names.computeIfAbsent(each, key -> new ArrayList<>()).add(name));
    names.forEach(
        (each, all) ->
            line.addSubcommand(
                all.getFirst(),
                annotated(each),
                all.subList(1, all.size()).toArray(String[]::new)));
    return line;
  }

  /** All commands by their words: {@code jbuild image ls}. */
  static Map<String, CommandLine> commands(CommandLine line) {
    Map<String, CommandLine> commands = new LinkedHashMap<>();
    commands.put(line.getCommandSpec().qualifiedName(), line);
    line.getSubcommands().values().forEach(each -> commands.putAll(commands(each)));
    return commands;
  }
}
