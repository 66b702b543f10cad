package dev.jbuild.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All commands. Only those that are needed get made: reading one's annotations takes a while. */
public final class Commands {
  /** The names, in the order in which help lists them. */
  public static final List<String> NAMES = List.of("version");

  private Commands() {}

  /** The parser of {@code name}'s words, or with null one that knows all commands. */
  public static CommandLine commandLine(Jbuild jbuild, @Nullable String name) {
    CommandLine line = new CommandLine(jbuild);
    for (String each : name == null ? NAMES : List.of(name)) {
      line.addSubcommand(each, create(each, jbuild));
    }
    return line.setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
  }

  private static Callable<Integer> create(String name, Jbuild jbuild) {
    return switch (name) {
      case "version" -> new VersionCommand(jbuild);
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
