package dev.jbuild.cli.progress;

import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line with the fields of BuildKit's SolveStatus, as {@code --progress=rawjson}
 * of docker buildx has them; docs/progress.md lists them.
 *
 * @see <a href="https://github.com/moby/buildkit/blob/master/client/graph.go">client/graph.go</a>
 */
final class RawJsonProgress implements Progress {
  private final PrintStream out;
  private final InstantSource clock;
  private final Map<Integer, Instant> started = new HashMap<>();
  private final Map<Digest, Instant> transfers = new HashMap<>();

  RawJsonProgress(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void stepStarted(StepInfo step) {
    started.put(step.number(), clock.instant());
    line("vertexes", vertex(step));
  }

  @Override
  public synchronized void stepCached(StepInfo step, Digest key) {
    Instant now = clock.instant();
    started.put(step.number(), now);
    Map<String, Object> vertex = vertex(step);
    vertex.put("completed", now.toString());
    vertex.put("cached", true);
    line("vertexes", vertex);
  }

  @Override
  public synchronized void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("vertex", id(step));
    log.put("stream", stream == Stream.STDOUT ? 1 : 2);
    log.put("data", Base64.getEncoder().encodeToString(bytes));
    log.put("timestamp", clock.instant().toString());
    line("logs", log);
  }

  @Override
  public synchronized void stepFinished(StepInfo step, Duration duration) {
    Map<String, Object> vertex = vertex(step);
    vertex.put("completed", clock.instant().toString());
    line("vertexes", vertex);
  }

  @Override
  public synchronized void stepFailed(StepInfo step, String reason) {
    Map<String, Object> vertex = vertex(step);
    vertex.put("completed", clock.instant().toString());
    vertex.put("error", reason);
    line("vertexes", vertex);
  }

  @Override
  public void isolationChosen(String isolation) {
    note("isolation: " + isolation);
  }

  @Override
  public synchronized void warning(String message, @Nullable Origin origin) {
    Map<String, Object> warning = new LinkedHashMap<>();
    warning.put("level", 1);
    warning.put("short", Base64.getEncoder().encodeToString(bytes(message)));
    if (origin != null) {
      warning.put("sourceInfo", Map.of("filename", origin.file()));
      warning.put(
          "range",
          List.of(
              Map.of(
                  "start",
                  Map.of("line", origin.line()),
                  "end",
                  Map.of("line", origin.lastLine()))));
    }
    line("warnings", warning);
  }

  @Override
  public synchronized void transferProgress(String what, Digest blob, long done, long total) {
    Instant now = clock.instant();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("id", what + " " + blob);
    status.put("name", what);
    if (total >= 0) {
      status.put("total", total);
    }
    status.put("current", done);
    status.put("timestamp", now.toString());
    status.put("started", transfers.computeIfAbsent(blob, first -> now).toString());
    if (done == total) {
      status.put("completed", now.toString());
    }
    line("statuses", status);
  }

  @Override
  public synchronized void note(String text) {
    out.println(json(Map.of("notes", List.of(text))));
  }

  @Override
  public void close() {
    out.flush();
  }

  private Map<String, Object> vertex(StepInfo step) {
    Map<String, Object> vertex = new LinkedHashMap<>();
    vertex.put("digest", id(step));
    vertex.put("name", step.title());
    Instant start = started.get(step.number());
    if (start != null) {
      vertex.put("started", start.toString());
    }
    return vertex;
  }

  /** Steps are told apart by digests there; any that stay the same during the build will do. */
  private static String id(StepInfo step) {
    return Digest.sha256(bytes(step.number() + " " + step.title())).toString();
  }

  private void line(String kind, Map<String, Object> event) {
    out.println(json(Map.of(kind, List.of(event))));
  }

  private static String json(Map<String, Object> object) {
    return new String(Json.write(object), StandardCharsets.UTF_8);
  }

  /** A lone surrogate, which stands for a byte that is no UTF-8, becomes a question mark. */
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
