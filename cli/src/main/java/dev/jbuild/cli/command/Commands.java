package dev.jbuild.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All commands. Only those that are needed get made. */
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
    CommandLine line = new CommandLine(JbuildSpec.of(jbuild));
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
      case "build" -> BuildCommandSpec.of(new BuildCommand(jbuild));
      case "watch" -> WatchCommandSpec.of(new WatchCommand(jbuild));
      case "plan" -> PlanCommandSpec.of(new PlanCommand(jbuild));
      case "explain" -> ExplainCommandSpec.of(new ExplainCommand(jbuild));
      case "builds" -> BuildsCommandSpec.of(new BuildsCommand(jbuild));
      case "logs-of" -> LogsOfCommandSpec.of(new LogsOfCommand(jbuild));
      case "history-of" -> HistoryOfCommandSpec.of(new HistoryOfCommand(jbuild));
      case "report" -> ReportCommandSpec.of(new ReportCommand(jbuild));
      case "debug" -> DebugCommandSpec.of(new DebugCommand(jbuild));
      case "check" -> CheckCommandSpec.of(new CheckCommand(jbuild));
      case "run" -> RunCommandSpec.of(new RunCommand(jbuild));
      case "create" -> CreateCommandSpec.of(new CreateCommand(jbuild));
      case "network" -> NetworkCommand.commandLine(jbuild);
      case "ps" -> PsCommandSpec.of(new PsCommand(jbuild));
      case "logs" -> LogsCommandSpec.of(new LogsCommand(jbuild));
      case "exec" -> ExecCommandSpec.of(new ExecCommand(jbuild));
      case "stop" -> StopCommandSpec.of(new StopCommand(jbuild));
      case "kill" -> KillCommandSpec.of(new KillCommand(jbuild));
      case "wait" -> WaitCommandSpec.of(new WaitCommand(jbuild));
      case "rm" -> RmCommandSpec.of(new RmCommand(jbuild));
      case "start" -> StartCommandSpec.of(new StartCommand(jbuild));
      case "restart" -> RestartCommandSpec.of(new RestartCommand(jbuild));
      case "port" -> PortCommandSpec.of(new PortCommand(jbuild));
      case "cp" -> CpCommandSpec.of(new CpCommand(jbuild));
      case "export" -> ExportCommandSpec.of(new ExportCommand(jbuild));
      case "rename" -> RenameCommandSpec.of(new RenameCommand(jbuild));
      case "top" -> TopCommandSpec.of(new TopCommand(jbuild));
      case "volume" -> VolumeCommand.commandLine(jbuild);
      case "container" -> ContainerCommand.commandLine(jbuild);
      case "images" -> ImagesCommandSpec.of(new ImagesCommand(jbuild));
      case "image" -> ImageCommand.commandLine(jbuild);
      case "inspect" -> InspectCommandSpec.of(new InspectCommand(jbuild));
      case "history" -> HistoryCommandSpec.of(new HistoryCommand(jbuild));
      case "tag" -> TagCommandSpec.of(new TagCommand(jbuild));
      case "rmi" -> RmiCommandSpec.of(new RmiCommand(jbuild));
      case "pull" -> PullCommandSpec.of(new PullCommand(jbuild));
      case "push" -> PushCommandSpec.of(new PushCommand(jbuild));
      case "sbom" -> SbomCommandSpec.of(new SbomCommand(jbuild));
      case "sign" -> SignCommandSpec.of(new SignCommand(jbuild));
      case "verify" -> VerifyCommandSpec.of(new VerifyCommand(jbuild));
      case "generate-key" -> GenerateKeyCommandSpec.of(new GenerateKeyCommand(jbuild));
      case "login" -> LoginCommandSpec.of(new LoginCommand(jbuild));
      case "logout" -> LogoutCommandSpec.of(new LogoutCommand(jbuild));
      case "list-tags" -> ListTagsCommandSpec.of(new ListTagsCommand(jbuild));
      case "delete" -> DeleteCommandSpec.of(new DeleteCommand(jbuild));
      case "manifest" -> ManifestCommand.commandLine(jbuild);
      case "save" -> SaveCommandSpec.of(new SaveCommand(jbuild));
      case "load" -> LoadCommandSpec.of(new LoadCommand(jbuild));
      case "import" -> ImportCommandSpec.of(new ImportCommand(jbuild));
      case "du" -> DuCommandSpec.of(new DuCommand(jbuild));
      case "prune" -> PruneCommandSpec.of(new PruneCommand(jbuild));
      case "fmt" -> FmtCommandSpec.of(new FmtCommand(jbuild));
      case "doctor" -> DoctorCommandSpec.of(new DoctorCommand(jbuild));
      case "server" -> ServerCommand.commandLine(jbuild);
      case "completion" -> CompletionCommandSpec.of(new CompletionCommand(jbuild));
      case "version" -> VersionCommandSpec.of(new VersionCommand(jbuild));
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
