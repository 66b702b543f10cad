package dev.jbuild.cli.builds;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.builder.history.Replay;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Writes what a past build showed, with the times of then. */
public final class LogText {
  private final Output out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  public LogText(Output out) {
    this.out = out;
  }

  /** Writes the steps that are wanted in the form of a way to show progress. */
  public void write(
      BuildHistory history, BuildLog build, Predicate<LoggedStep> wanted, ProgressMode mode)
      throws IOException {
    PrintStream lines = new PrintStream(written, false, StandardCharsets.UTF_8);
    now = build.begun();
    try (Progress progress = mode.replay(lines, () -> now)) {
      Replay replay =
          new Replay(build, wanted, progress, time -> reached(build.begun(), time, lines));
      replay.run(history.output(build));
    }
    reached(build.begun(), build.taken(), lines);
  }

  private void reached(Instant begun, Duration time, PrintStream lines) throws IOException {
    lines.flush();
    written.writeTo(out);
    written.reset();
    now = begun.plus(time);
  }
}
