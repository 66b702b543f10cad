package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.Invocation;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.StepShell;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.builder.ops.ShellEndedException;
import dev.jbuild.cli.debug.TerminalShell;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "debug",
    description = "Open a shell in the place of the step that failed, or run a command there.",
    footer = {
      "",
      "The steps above it are taken from the cache, or run again with the options of that build.",
      "jbuild debug [BUILD] -- COMMAND needs no terminal."
    })
final class DebugCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", arity = "0..1", paramLabel = "BUILD", description = BuildWord.MEANING)
  String build = BuildHistory.LAST;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "In place of a shell.")
  List<String> command = new ArrayList<>();

  @Option(names = "--step", paramLabel = "N", description = "The RUN of that number instead.")
  @Nullable Integer step;

  @Option(names = "--line", paramLabel = "N", description = "The RUN of that line instead.")
  @Nullable Integer line;

  @Option(
      names = "--rerun",
      description = "Run what failed again, and open the shell in what it leaves.")
  boolean rerun;

  @Spec @Nullable CommandSpec spec;

  DebugCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (spec != null) {
      nameTheLastBuildBefore(spec.root().commandLine().getParseResult().originalArgs());
    }
    if (rerun && (step != null || line != null)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--rerun opens the shell where the build fails: leave --step and --line out");
    }
    if (command.isEmpty() && !TerminalShell.canAttach(jbuild.host())) {
      throw new CommandException(
          ExitCode.USAGE, "a shell needs a terminal; without one: jbuild debug [BUILD] -- COMMAND");
    }
    BuildLog log;
    try (OpenStore store = OpenStore.of(jbuild)) {
      log = BuildWord.find(new BuildHistory(store.store()), build);
    }
    BuildFlags flags = flags(log.invocation());
    BuildRequest request = flags.request(jbuild).withOutput(OutputOptions.DEFAULT);
    StepShell.Place place = rerun ? null : place(log);
    try (Progress progress = ProgressMode.AUTO.start(jbuild.host());
        Builder builder = new Builder(flags.environment(jbuild).withInvocation(log.invocation()))) {
      TerminalShell shell = new TerminalShell(jbuild.host(), place, command, progress::close);
      return open(builder, request.withRun(request.run().withShell(shell)), progress, shell);
    }
  }

  private static int open(
      Builder builder, BuildRequest request, Progress progress, TerminalShell shell)
      throws BuildException, CommandException, IOException, InterruptedException {
    try {
      builder.build(request, progress);
    } catch (BuildException e) {
      if (e.getCause() instanceof ShellEndedException ended) {
        return ended.exitCode();
      }
      if (shell.exitCode().isPresent()) {
        return shell.exitCode().getAsInt();
      }
      throw e;
    }
    throw new CommandException(
        ExitCode.FAILED, "this time nothing failed: there is no place to open");
  }

  /** Of {@code debug -- COMMAND} the first word is no build, though it is the first operand. */
  private void nameTheLastBuildBefore(List<String> words) {
    int dashes = words.indexOf("--");
    if (dashes >= 0 && words.size() - dashes - 1 == command.size() + 1) {
      command.addFirst(build);
      build = BuildHistory.LAST;
    }
  }

  /** The options of a build, which may name files by the directory that it was started in. */
  private BuildFlags flags(Invocation invocation) throws CommandException, IOException {
    if (invocation.words().isEmpty()) {
      throw new CommandException(
          ExitCode.FAILED, "how build " + build + " was started is not known: no jbuild build");
    }
    String here = jbuild.host().path("").toRealPath().toString();
    if (!here.equals(invocation.directory())) {
      throw new CommandException(
          ExitCode.USAGE,
          "that build was started elsewhere: cd " + invocation.directory() + " and do it there");
    }
    return BuildCommand.flags(jbuild, invocation.words());
  }

  private StepShell.Place place(BuildLog log) throws CommandException {
    Ending.Failure failure = log.ending() == null ? null : log.ending().failure();
    for (LoggedStep each : log.steps()) {
      LoggedStep.Place place = each.place();
      boolean meant =
          step != null
              ? place.number() == step
              : line != null
                  ? place.line() == line
                  : failure != null && place.number() == failure.step();
      if (meant && each.isRun()) {
        return new StepShell.Place(place.number(), place.text());
      }
    }
    List<String> runs =
        log.steps().stream()
            .filter(LoggedStep::isRun)
            .map(each -> String.valueOf(each.place().number()))
            .toList();
    throw new CommandException(
        ExitCode.FAILED,
        "build "
            + log.id()
            + (step == null && line == null ? " has no RUN that failed" : " has no such RUN")
            + "; --step opens one of "
            + String.join(", ", runs));
  }
}
