package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildListener.Stream;
import dev.jbuild.builder.StepInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A step under way: since when, and the last lines that it wrote. */
final class StepLog {
  private final StepInfo step;
  private final Instant started;
  private final int kept;
  private final Map<Stream, LineBuffer> unfinished = new EnumMap<>(Stream.class);
  private final ArrayDeque<String> tail = new ArrayDeque<>();

  /** A log that remembers {@code kept} lines. */
  StepLog(StepInfo step, Instant started, int kept) {
    this.step = step;
    this.started = started;
    this.kept = kept;
  }

  StepInfo step() {
    return step;
  }

  Duration runningSince(Instant now) {
    return Duration.between(started, now);
  }

  /** Takes output and returns the lines that it completes. */
  List<String> add(Stream stream, byte[] bytes) {
    return keep(unfinished.computeIfAbsent(stream, each -> new LineBuffer()).add(bytes));
  }

  /** Returns what was written without a line end. */
  List<String> finish() {
    List<String> rest = new ArrayList<>();
    unfinished.values().forEach(buffer -> rest.addAll(buffer.finish()));
    return keep(rest);
  }

  /** The last lines, oldest first. */
  Collection<String> tail() {
    return tail;
  }

  /** The same and what has no line end yet, as progress bars that go on in one line. */
  List<String> seen() {
    List<String> lines = new ArrayList<>(tail);
    unfinished.values().forEach(buffer -> lines.addAll(buffer.sofar()));
    return lines;
  }

  private List<String> keep(List<String> lines) {
    for (String line : lines) {
      tail.addLast(line);
      if (tail.size() > kept) {
        tail.removeFirst();
      }
    }
    return lines;
  }
}
