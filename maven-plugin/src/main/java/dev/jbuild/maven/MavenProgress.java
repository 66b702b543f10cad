package dev.jbuild.maven;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Writes what a build does to Maven's log: steps and their output line by line, as info. */
final class MavenProgress implements BuildListener {
  /** How much of a step's output is said again when it fails and info is not shown. */
  private static final int TAIL_LINES = 50;

  private final Log log;
  private final Map<Integer, Output> running = new HashMap<>();

  private final Function<Origin, String> places;

  MavenProgress(Log log) {
    this(log, Origin::toString);
  }

  /**
   * @param places say where in which Dockerfile something is
   */
  MavenProgress(Log log, Function<Origin, String> places) {
    this.log = log;
    this.places = places;
  }

  @Override
  public synchronized void stepStarted(StepInfo step) {
    running.put(step.number(), new Output());
    log.info(step.title());
  }

  @Override
  public synchronized void stepCached(StepInfo step, Digest key) {
    log.info(step.title() + " (cached)");
  }

  @Override
  public synchronized void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    Output output = running.get(step.number());
    if (output != null) {
      output.add(stream, bytes);
    }
  }

  @Override
  public synchronized void stepFinished(StepInfo step, Duration duration) {
    end(step);
  }

  @Override
  public synchronized void stepFailed(StepInfo step, String reason) {
    Output output = end(step);
    log.error(step.title() + ": " + reason);
    if (output != null && !log.isInfoEnabled()) {
      output.tail.forEach(log::error);
    }
  }

  @Override
  public synchronized void warning(String message, @Nullable Origin origin) {
    log.warn(origin == null ? message : places.apply(origin) + ": " + message);
  }

  private @Nullable Output end(StepInfo step) {
    Output output = running.remove(step.number());
    if (output != null) {
      output.finish();
    }
    return output;
  }

  /** The output of one step, cut into lines before it is decoded. */
  private final class Output {
    private final Map<Stream, ByteArrayOutputStream> unfinished = new EnumMap<>(Stream.class);
    private final ArrayDeque<String> tail = new ArrayDeque<>();

    void add(Stream stream, byte[] bytes) {
      ByteArrayOutputStream line =
          unfinished.computeIfAbsent(stream, each -> new ByteArrayOutputStream());
      for (byte each : bytes) {
        if (each == '\n') {
          say(line);
        } else {
          line.write(each);
        }
      }
    }

    void finish() {
      unfinished.values().stream().filter(line -> line.size() > 0).forEach(this::say);
    }

    private void say(ByteArrayOutputStream line) {
      String text = "  " + line.toString(StandardCharsets.UTF_8);
      line.reset();
      log.info(text);
      tail.addLast(text);
      if (tail.size() > TAIL_LINES) {
        tail.removeFirst();
      }
    }
  }
}
