package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.StepInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the last lines that each step wrote. */
public final class StepTail implements BuildListener {
  private final int kept;
  private final Map<Integer, StepLog> logs = new HashMap<>();

  public StepTail(int kept) {
    this.kept = kept;
  }

  @Override
  public synchronized void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    logs.computeIfAbsent(step.number(), first -> new StepLog(step, Instant.EPOCH, kept))
        .add(stream, bytes);
  }

  /** The lines of the steps that wrote something, by their numbers, the oldest line first. */
  public synchronized Map<Integer, List<String>> lines() {
    Map<Integer, List<String>> lines = new HashMap<>();
    logs.forEach(
        (number, log) -> {
          log.finish();
          lines.put(number, List.copyOf(log.tail()));
        });
    return lines;
  }
}
