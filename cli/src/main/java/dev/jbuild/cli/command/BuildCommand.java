package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Invocation;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.engine.Subjects;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.cli.builds.FailureText;
import dev.jbuild.cli.debug.TerminalShell;
import dev.jbuild.cli.explain.ExplanationFormat;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Interruption;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "build", description = "Build an image from a Dockerfile.")
final class BuildCommand implements Callable<Integer> {
  /** Of the output of a step that failed, when other steps may have written below it. */
  private static final int SHOWN_LINES = 20;

  private final Jbuild jbuild;

  @Mixin BuildFlags flags = new BuildFlags();

  @Option(
      names = "--progress",
      paramLabel = "auto|tty|plain|rawjson|quiet",
      description = "How to show progress (or JBUILD_PROGRESS, or BUILDKIT_PROGRESS).")
  @Nullable ProgressMode asked;

  private ProgressMode mode = ProgressMode.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress; print only the image ID.")
  boolean quiet;

  @Mixin DockerFlags docker = new DockerFlags();

  @Mixin CiFlags ci = new CiFlags();

  @Option(names = "--explain", description = "Tell at the end why each step ran.")
  boolean explain;

  @Option(
      names = "--on-failure",
      paramLabel = "shell",
      description = "Open a shell where a RUN fails, in what it left.")
  @Nullable OnFailure onFailure;

  @Spec @Nullable CommandSpec spec;

  /** What is done where a step fails. */
  enum OnFailure {
    SHELL
  }

  BuildCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    docker.warn(jbuild::warn);
    if (docker.isCheck()) {
      return CheckCommand.failingOnWarnings(jbuild, flags.checkWords());
    }
    BuildRequest request = flags.request(jbuild);
    mode = mode();
    if (onFailure != null && !TerminalShell.canAttach(jbuild.host())) {
      throw new CommandException(
          ExitCode.USAGE,
          "--on-failure=shell needs a terminal; afterwards there is jbuild debug BUILD -- COMMAND");
    }
    Interruption interruption = Interruption.ofThisThread(jbuild.host());
    Instant begun = Instant.now();
    try (Progress progress = mode.start(jbuild.host())) {
      return build(request.withRun(run(request, progress)), progress);
    } catch (InterruptedException | BuildException | IOException e) {
      if (!interruption.happened()) {
        if (e instanceof BuildException failure && tell(request, begun)) {
          return failure.exitCode();
        }
        throw e;
      }
      jbuild.host().err().println("interrupted");
      return interruption.exitCode();
    }
  }

  /** The options that words of an earlier command line give. */
  static BuildFlags flags(Jbuild jbuild, List<String> words) {
    BuildCommand command = new BuildCommand(jbuild);
    Jbuild root = new Jbuild(jbuild.host()); // the store is chosen already
    CommandLine line =
        new CommandLine(JbuildSpec.of(root)).addSubcommand("build", BuildCommandSpec.of(command));
    Commands.settings(line, jbuild).parseArgs(words.toArray(String[]::new));
    return command.flags;
  }

  private RunOptions run(BuildRequest request, Progress progress) {
    return onFailure == null
        ? request.run()
        : request
            .run()
            .withShell(new TerminalShell(jbuild.host(), null, List.of(), progress::close));
  }

  /** What the log of the build says of how it was asked for. */
  private Invocation invocation() throws IOException {
    List<String> words =
        spec == null ? List.of() : spec.root().commandLine().getParseResult().originalArgs();
    return new Invocation(words, jbuild.host().path("").toRealPath().toString());
  }

  private ProgressMode mode() throws CommandException {
    try {
      ProgressMode said = asked == null ? ProgressMode.of(jbuild.host()) : asked;
      return quiet ? ProgressMode.QUIET : said;
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private int build(BuildRequest request, Progress progress)
      throws BuildException, CommandException, IOException, InterruptedException {
    Instant begun = Instant.now();
    try (Builder builder = new Builder(flags.environment(jbuild).withInvocation(invocation()))) {
      BuildResult result = built(builder, request, progress);
      Digest id = result.id();
      List<ImageReference> names = OutputFlags.namesKept(request.output());
      BuildSummary summary = new BuildSummary(id, result, names);
      Duration taken = Duration.between(begun, Instant.now());
      summary.lines(taken).forEach(progress::note);
      result.exports().forEach(export -> progress.note(export.text()));
      flags.output().write(result, request.output());
      ci.done(result, request, names, taken, jbuild.host());
      explain(builder, request, log -> true);
      if (mode == ProgressMode.QUIET && !OutputFlags.usesStandardOutput(request.output())) {
        jbuild.host().out().line(id.toString());
      }
    }
    return ExitCode.SUCCESS.number();
  }

  /** Tells the failure by the log that it left; false when it left none. */
  private boolean tell(BuildRequest request, Instant begun) throws IOException {
    if (jbuild.debug()) {
      return false;
    }
    try (OpenStore store = OpenStore.of(jbuild)) {
      Optional<BuildLog> log =
          new BuildLogs(store.store())
              .latest(Subjects.of(request))
              .filter(each -> !each.begun().isBefore(begun));
      Ending ending = log.map(BuildLog::ending).orElse(null);
      if (ending == null || ending.failure() == null) {
        return false;
      }
      boolean shown = mode == ProgressMode.QUIET || mode.isLive(jbuild.host());
      int tail = shown && onFailure == null ? 0 : SHOWN_LINES;
      FailureText.of(store.store(), store.disk(), log.get(), ending.failure(), tail)
          .forEach(jbuild.host().err()::println);
      return true;
    }
  }

  private BuildResult built(Builder builder, BuildRequest request, Progress progress)
      throws BuildException, IOException, InterruptedException {
    Instant begun = Instant.now();
    try {
      return builder.build(request, ci.hearing(progress));
    } catch (BuildException e) {
      ci.failed(e, request, jbuild.host());
      explain(builder, request, log -> log.failed() && !log.begun().isBefore(begun));
      throw e;
    }
  }

  private void explain(Builder builder, BuildRequest request, Predicate<BuildLog> wanted)
      throws IOException {
    if (!explain) {
      return;
    }
    BuildLogs logs = new BuildLogs(builder.store());
    Optional<BuildLog> log = logs.latest(Subjects.of(request)).filter(wanted);
    if (log.isPresent()) {
      String text = ExplanationFormat.TEXT.write(logs.explain(log.get()), false);
      jbuild.host().err().println(text);
    }
  }
}
