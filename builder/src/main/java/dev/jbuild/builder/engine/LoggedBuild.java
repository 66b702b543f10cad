package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Invocation;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepShell;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.LogMaker;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.history.Recording;
import dev.jbuild.builder.ops.RunFailedException;
import dev.jbuild.builder.solve.Solver;
import dev.jbuild.cache.action.BuildName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build that leaves a log, whatever it comes to. */
final class LoggedBuild {
  /** How many lines of the Dockerfile are kept before and after the instruction that failed. */
  private static final int AROUND = 3;

  private final PreparedBuild build;
  private final Recording recording;
  private final BuildName name;
  private final Invocation invocation;
  private @Nullable Attempt last;

  LoggedBuild(PreparedBuild build, Recording recording, Invocation invocation) {
    this.invocation = invocation;
    this.build = build;
    this.recording = recording;
    this.name = BuildLogs.newName(build.subject());
    recording.begin(name);
  }

  /** What a build does once it is planned. */
  interface Work {
    BuildResult run() throws BuildException, InterruptedException, IOException;
  }

  /** Begins with the steps, or begins again. */
  Attempt attempt(BuildListener listener, Solver.Observer observer) {
    Attempt attempt = new Attempt(build, listener, observer);
    last = attempt;
    return attempt;
  }

  BuildResult run(Work work) throws BuildException, InterruptedException, IOException {
    try {
      BuildResult result = work.run();
      put(Ending.Result.COMPLETED, result.image().digest().toString(), null);
      return result;
    } catch (BuildException e) {
      ended(e, Ending.Result.FAILED, failure(e));
      throw e;
    } catch (IOException e) {
      ended(e, Ending.Result.FAILED, failure(e));
      throw e;
    } catch (InterruptedException e) {
      ended(e, Ending.Result.CANCELED, null);
      throw e;
    }
  }

  private void ended(Exception why, Ending.Result result, Ending.@Nullable Failure failure) {
    boolean interrupted = Thread.interrupted(); // the flag would close the file
    try {
      put(result, "", failure);
    } catch (IOException unlogged) {
      why.addSuppressed(unlogged); // the failure itself is what has to be told
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void put(Ending.Result result, String image, Ending.@Nullable Failure failure)
      throws IOException {
    StepShell shell = build.solving().options().run().shell();
    if (shell != null && shell.instead() != null) {
      return; // to look at a step is no build
    }
    List<LoggedStep> steps =
        last == null ? LogMaker.outline(build.vertices()) : recording.dated(last.steps());
    Ending ending = new Ending(result, image, failure, recording.warnings());
    BuildLog log = build.log(name.id(), steps, ending, invocation);
    new BuildLogs(build.solving().store()).put(name, log);
  }

  private Ending.Failure failure(BuildException failure) {
    int exitCode =
        failure.getCause() instanceof RunFailedException run ? run.exitCode() : Ending.Failure.NONE;
    Origin origin = failure.origin();
    return new Ending.Failure(
        String.valueOf(failure.getMessage()),
        last == null ? 0 : last.failedStep(),
        exitCode,
        origin == null ? List.of() : excerpt(origin));
  }

  private static Ending.Failure failure(IOException failure) {
    String message = failure.getMessage();
    return new Ending.Failure(
        message == null ? failure.toString() : message, 0, Ending.Failure.NONE, List.of());
  }

  /** The lines of an ONBUILD trigger are not those of the Dockerfile. */
  private List<Ending.Line> excerpt(Origin origin) {
    List<String> source = build.source().lines().toList();
    List<Ending.Line> lines = new ArrayList<>();
    int from = Math.max(1, origin.line() - AROUND);
    int to = Math.min(source.size(), origin.lastLine() + AROUND);
    for (int number = from; number <= to; number++) {
      boolean meant = number >= origin.line() && number <= origin.lastLine();
      lines.add(new Ending.Line(number, source.get(number - 1), meant));
    }
    return lines;
  }
}
