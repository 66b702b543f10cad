package dev.jbuild.cli.builds;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.builder.history.Replay;
import dev.jbuild.cli.progress.StepTail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The end of what the steps of a past build wrote. */
public final class LastLines {
  private static final int KEPT = 50;

  private LastLines() {}

  /** The last lines of the steps that are wanted, by their numbers. */
  public static Map<Integer, List<String>> of(
      BuildHistory history, BuildLog build, Predicate<LoggedStep> wanted) throws IOException {
    StepTail tail = new StepTail(KEPT);
    new Replay(build, wanted, tail, time -> {}).run(history.output(build));
    return tail.lines();
  }
}
