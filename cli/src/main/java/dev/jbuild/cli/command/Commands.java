package dev.jbuild.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All commands. Only those that are needed get made: reading one's annotations takes a while. */
public final class Commands {
  /** The names, in the order in which help lists them. */
  public static final List<String> NAMES =
      List.of(
          "build",
          "watch",
          "plan",
          "explain",
          "builds",
          "logs-of",
          "history-of",
          "report",
          "debug",
          "check",
          "run",
          "create",
          "network",
          "ps",
          "logs",
          "exec",
          "stop",
          "kill",
          "wait",
          "rm",
          "start",
          "restart",
          "port",
          "cp",
          "export",
          "rename",
          "top",
          "volume",
          "container",
          "images",
          "image",
          "inspect",
          "history",
          "tag",
          "rmi",
          "pull",
          "push",
          "sbom",
          "sign",
          "verify",
          "generate-key",
          "login",
          "logout",
          "list-tags",
          "delete",
          "manifest",
          "save",
          "load",
          "import",
          "fmt",
          "du",
          "prune",
          "doctor",
          "server",
          "completion",
          "version");

  /** What comes after their operands is a command with options of its own. */
  static final Set<String> TAKES_COMMAND = Set.of("run", "create", "exec");

  private Commands() {}

  /** The parser of {@code name}'s words, or with null one that knows all commands. */
  public static CommandLine commandLine(Jbuild jbuild, @Nullable String name) {
    CommandLine line = new CommandLine(jbuild);
    for (String each : name == null ? NAMES : List.of(name)) {
      line.addSubcommand(each, create(each, jbuild));
    }
    line.getSubcommands()
        .values()
        .forEach(each -> each.setStopAtPositional(TAKES_COMMAND.contains("" + name)));
    HelpText.add(line);
    CommandGroups.use(line);
    return settings(line, jbuild);
  }

  /** How all command lines are read. */
  static CommandLine settings(CommandLine line, Jbuild jbuild) {
    return line.registerConverter(Path.class, jbuild.host()::path)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setUsageHelpWidth(100)
        .setOut(new PrintWriter(jbuild.host().out(), true, StandardCharsets.UTF_8));
  }

  private static Object create(String name, Jbuild jbuild) {
    return switch (name) {
      case "build" -> new BuildCommand(jbuild);
      case "watch" -> new WatchCommand(jbuild);
      case "plan" -> new PlanCommand(jbuild);
      case "explain" -> new ExplainCommand(jbuild);
      case "builds" -> new BuildsCommand(jbuild);
      case "logs-of" -> new LogsOfCommand(jbuild);
      case "history-of" -> new HistoryOfCommand(jbuild);
      case "report" -> new ReportCommand(jbuild);
      case "debug" -> new DebugCommand(jbuild);
      case "check" -> new CheckCommand(jbuild);
      case "run" -> new RunCommand(jbuild);
      case "create" -> new CreateCommand(jbuild);
      case "network" -> NetworkCommand.commandLine(jbuild);
      case "ps" -> new PsCommand(jbuild);
      case "logs" -> new LogsCommand(jbuild);
      case "exec" -> new ExecCommand(jbuild);
      case "stop" -> new StopCommand(jbuild);
      case "kill" -> new KillCommand(jbuild);
      case "wait" -> new WaitCommand(jbuild);
      case "rm" -> new RmCommand(jbuild);
      case "start" -> new StartCommand(jbuild);
      case "restart" -> new RestartCommand(jbuild);
      case "port" -> new PortCommand(jbuild);
      case "cp" -> new CpCommand(jbuild);
      case "export" -> new ExportCommand(jbuild);
      case "rename" -> new RenameCommand(jbuild);
      case "top" -> new TopCommand(jbuild);
      case "volume" -> VolumeCommand.commandLine(jbuild);
      case "container" -> ContainerCommand.commandLine(jbuild);
      case "images" -> new ImagesCommand(jbuild);
      case "image" -> ImageCommand.commandLine(jbuild);
      case "inspect" -> new InspectCommand(jbuild);
      case "history" -> new HistoryCommand(jbuild);
      case "tag" -> new TagCommand(jbuild);
      case "rmi" -> new RmiCommand(jbuild);
      case "pull" -> new PullCommand(jbuild);
      case "push" -> new PushCommand(jbuild);
      case "sbom" -> new SbomCommand(jbuild);
      case "sign" -> new SignCommand(jbuild);
      case "verify" -> new VerifyCommand(jbuild);
      case "generate-key" -> new GenerateKeyCommand(jbuild);
      case "login" -> new LoginCommand(jbuild);
      case "logout" -> new LogoutCommand(jbuild);
      case "list-tags" -> new ListTagsCommand(jbuild);
      case "delete" -> new DeleteCommand(jbuild);
      case "manifest" -> ManifestCommand.commandLine(jbuild);
      case "save" -> new SaveCommand(jbuild);
      case "load" -> new LoadCommand(jbuild);
      case "import" -> new ImportCommand(jbuild);
      case "du" -> new DuCommand(jbuild);
      case "prune" -> new PruneCommand(jbuild);
      case "fmt" -> new FmtCommand(jbuild);
      case "doctor" -> new DoctorCommand(jbuild);
      case "server" -> ServerCommand.commandLine(jbuild);
      case "completion" -> new CompletionCommand(jbuild);
      case "version" -> new VersionCommand(jbuild);
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
