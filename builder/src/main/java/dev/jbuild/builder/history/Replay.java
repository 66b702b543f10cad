package dev.jbuild.builder.history;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells a listener again what a past build told, in the same order. */
public final class Replay {
  private final BuildLog build;
  private final BuildListener listener;
  private final Clock clock;
  private final Map<Integer, StepInfo> steps = new HashMap<>();
  private final ArrayDeque<Event> events = new ArrayDeque<>();

  /** Is told how long after the build's begin the next event is, and at last its end. */
  @FunctionalInterface
  public interface Clock {
    void at(Duration time) throws IOException;
  }

  private record Event(Duration at, Runnable told) {}

  /**
   * @param wanted which steps are told
   */
  public Replay(BuildLog build, Predicate<LoggedStep> wanted, BuildListener listener, Clock clock) {
    this.build = build;
    this.listener = listener;
    this.clock = clock;
    List<Event> all = new ArrayList<>();
    build.steps().stream().filter(wanted).forEach(step -> plan(step, all));
    all.sort(Comparator.comparing(Event::at));
    events.addAll(all);
  }

  private void plan(LoggedStep step, List<Event> all) {
    LoggedStep.Place place = step.place();
    Origin origin = new Origin(build.subject().dockerfile(), place.line(), place.line(), "");
    StepInfo info =
        new StepInfo(
            place.number(), place.stage(), place.position(), place.count(), place.text(), origin);
    steps.put(place.number(), info);
    Duration from = step.work().begun();
    Duration to = from.plus(step.duration());
    if (step.outcome() == Outcome.CACHED) {
      all.add(new Event(from, () -> listener.stepCached(info, key(step))));
    } else if (step.outcome() == Outcome.RAN) {
      all.add(new Event(from, () -> listener.stepStarted(info)));
      all.add(new Event(to, () -> finished(info, step)));
    } else if (step.outcome() == Outcome.FAILED) {
      all.add(new Event(from, () -> listener.stepStarted(info)));
      all.add(new Event(to, () -> listener.stepFailed(info, message())));
    } else if (!from.isZero()) {
      all.add(new Event(from, () -> listener.stepStarted(info)));
      all.add(new Event(build.taken(), () -> listener.stepFailed(info, "cancelled")));
    }
  }

  private void finished(StepInfo info, LoggedStep step) {
    if (!step.isImage()) {
      listener.layerMade(info, step.work().bytes());
    }
    listener.stepFinished(info, step.duration());
  }

  private static Digest key(LoggedStep step) {
    return Digest.parse(step.key());
  }

  private String message() {
    Ending ending = build.ending();
    Ending.Failure failure = ending == null ? null : ending.failure();
    return failure == null ? "" : failure.message();
  }

  /** Tells everything; {@code output} is closed then. */
  public void run(Optional<OutputReader> output) throws IOException {
    if (output.isPresent()) {
      try (OutputReader reader = output.get()) {
        Optional<OutputReader.Piece> piece = reader.next();
        while (piece.isPresent()) {
          tell(piece.get());
          piece = reader.next();
        }
      }
    }
    tellUntil(Duration.ofDays(Integer.MAX_VALUE));
    if (build.ending() != null) {
      build.ending().warnings().forEach(warning -> listener.warning(warning, null));
    }
    clock.at(build.taken());
  }

  private void tell(OutputReader.Piece piece) throws IOException {
    StepInfo step = steps.get(piece.step());
    if (step != null) {
      tellUntil(piece.at());
      clock.at(piece.at());
      listener.stepOutput(step, piece.stream(), piece.bytes().toByteArray());
    }
  }

  private void tellUntil(Duration time) throws IOException {
    while (!events.isEmpty() && events.getFirst().at().compareTo(time) <= 0) {
      Event event = events.removeFirst();
      clock.at(event.at());
      event.told().run();
    }
  }
}
