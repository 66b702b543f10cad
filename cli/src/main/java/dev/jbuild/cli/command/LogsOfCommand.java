package dev.jbuild.cli.command;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.cli.builds.LogText;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.ProgressMode;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs-of", description = "Show what the steps of a past build wrote.")
final class LogsOfCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "0..1", paramLabel = "BUILD", description = BuildWord.MEANING)
  String build = BuildHistory.LAST;

  @Option(names = "--step", paramLabel = "N", description = "Only the step of that number.")
  @Nullable Integer step;

  @Option(
      names = "--progress",
      paramLabel = "plain|rawjson",
      description = "The form, as of jbuild build.")
  ProgressMode mode = ProgressMode.PLAIN;

  LogsOfCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (mode != ProgressMode.PLAIN && mode != ProgressMode.RAWJSON) {
      throw new CommandException(ExitCode.USAGE, "--progress " + mode + ": plain or rawjson");
    }
    try (OpenStore store = OpenStore.of(jbuild)) {
      BuildHistory history = new BuildHistory(store.store());
      BuildLog log = BuildWord.find(history, build);
      Predicate<LoggedStep> wanted = each -> step == null || each.place().number() == step;
      if (log.steps().stream().noneMatch(wanted)) {
        throw new CommandException(
            ExitCode.FAILED,
            "build " + log.id() + " has no step " + step + "; it has " + log.steps().size());
      }
      new LogText(jbuild.host().out()).write(history, log, wanted, mode);
    }
    return ExitCode.SUCCESS.number();
  }
}
