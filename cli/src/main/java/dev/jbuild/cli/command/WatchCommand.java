package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.Failures;
import dev.jbuild.cli.host.Interruption;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.cli.watch.ContextWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "watch",
    description = "Build an image, and build it again whenever files of its context change.",
    footer = {
      "",
      "What .dockerignore leaves out is not watched, and neither is what the build writes.",
      "A build that fails is told, and the next change begins another. Ctrl-C ends all."
    })
final class WatchCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Mixin BuildFlags flags = new BuildFlags();

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet",
      description = "How to show progress.")
  ProgressMode mode = ProgressMode.AUTO;

  @Option(
      names = "--run",
      description = "Run a container of the image, and a new one after each build.")
  boolean run;

  @Option(
      names = "--run-options",
      paramLabel = "OPTIONS",
      description = "Options of jbuild run for --run, parted by blanks, such as \"-p 8080:80\".")
  String runOptions = "";

  WatchCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    BuildRequest request = flags.request(jbuild);
    Interruption interruption = Interruption.ofThisThread(jbuild.host());
    try (ContextWatch watch = ContextWatch.open(WatchedFiles.of(request, flags.output().files()));
        Builder builder = new Builder(flags.environment(jbuild));
        Rerun rerun = run ? Rerun.of(jbuild, runOptions) : null) {
      while (true) {
        build(builder, request, rerun);
        tell(watch.await());
      }
    } catch (InterruptedException e) {
      if (!interruption.happened()) {
        throw e;
      }
      return interruption.exitCode();
    }
  }

  private void build(Builder builder, BuildRequest request, @Nullable Rerun rerun)
      throws InterruptedException, CommandException {
    Instant begun = Instant.now();
    try (Progress progress = mode.start(jbuild.host())) {
      BuildResult result = builder.build(request, progress);
      new BuildSummary(result.id(), result, OutputFlags.namesKept(request.output()))
          .lines(Duration.between(begun, Instant.now()))
          .forEach(progress::note);
      result.exports().forEach(export -> progress.note(export.text()));
      flags.output().write(result, request.output());
      if (rerun != null) {
        rerun.start(result, progress);
      }
    } catch (BuildException | IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      new Failures(jbuild.host().err(), jbuild.host().directory()).report(e, jbuild.debug());
    }
  }

  private void tell(SortedSet<Path> changed) {
    Path here = jbuild.host().path("").toAbsolutePath();
    String first =
        changed.isEmpty()
            ? "many files"
            : (changed.first().startsWith(here)
                    ? here.relativize(changed.first())
                    : changed.first())
                .toString();
    String more = changed.size() < 2 ? "" : " and " + (changed.size() - 1) + " more";
    jbuild.host().err().println("changed: " + first + more);
  }
}
