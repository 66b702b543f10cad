package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.engine.Subjects;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.cli.builds.FailureText;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "build", description = "Build an image from a Dockerfile.")
final class BuildCommand implements Callable<Integer> {
  /** Of the output of a step that failed, when other steps may have written below it. */
  private static final int SHOWN_LINES = 20;

  private final Jbuild jbuild;

  @Mixin private BuildFlags flags = new BuildFlags();

  @Option(
      names = "--progress",
      paramLabel = "auto|tty|plain|rawjson|quiet",
      description = "How to show progress (or JBUILD_PROGRESS, or BUILDKIT_PROGRESS).")
  private @Nullable ProgressMode asked;

  private ProgressMode mode = ProgressMode.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress; print only the image ID.")
  private boolean quiet;

  @Option(names = "--explain", description = "Tell at the end why each step ran.")
  private boolean explain;

  BuildCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    BuildRequest request = flags.request(jbuild);
    mode = mode();
    Interruption interruption = Interruption.ofThisThread();
    Instant begun = Instant.now();
    try (Progress progress = mode.start(jbuild.host())) {
      return build(request, progress);
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
    try (Builder builder = new Builder(flags.environment(jbuild))) {
      BuildResult result = built(builder, request, progress);
      Digest id = result.id();
      List<ImageReference> names = OutputFlags.namesKept(request.output());
      BuildSummary summary = new BuildSummary(id, result, names);
      summary.lines(Duration.between(begun, Instant.now())).forEach(progress::note);
      result.exports().forEach(export -> progress.note(export.text()));
      flags.output().write(result, request.output());
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
      int tail = mode == ProgressMode.QUIET || mode.isLive(jbuild.host()) ? 0 : SHOWN_LINES;
      FailureText.of(store.store(), store.disk(), log.get(), ending.failure(), tail)
          .forEach(jbuild.host().err()::println);
      return true;
    }
  }

  private BuildResult built(Builder builder, BuildRequest request, Progress progress)
      throws BuildException, IOException, InterruptedException {
    Instant begun = Instant.now();
    try {
      return builder.build(request, progress);
    } catch (BuildException e) {
      explain(builder, request, log -> log.failed() && !log.begun().isBefore(begun));
      throw e;
    }
  }

  private void explain(Builder builder, BuildRequest request, Predicate<BuildLog> wanted)
      throws IOException {
    BuildLogs logs = new BuildLogs(builder.store());
    Optional<BuildLog> log = logs.latest(Subjects.of(request)).filter(wanted);
    if (explain && log.isPresent()) {
      String text = ExplanationFormat.TEXT.write(logs.explain(log.get()), false);
      jbuild.host().err().println(text);
    }
  }
}
