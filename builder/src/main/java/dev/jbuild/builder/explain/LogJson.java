package dev.jbuild.builder.explain;

import dev.jbuild.builder.Invocation;
import dev.jbuild.builder.solve.Miss;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.FileName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The file form of a log. */
final class LogJson {
  private static final long VERSION = 2;

  private LogJson() {}

  static byte[] write(BuildLog log) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    BuildLog.Subject subject = log.subject();
    json.put("id", log.id());
    json.put("context", subject.context());
    json.put("dockerfile", subject.dockerfile());
    json.put("target", subject.target());
    json.put("platform", subject.platform());
    json.put("tags", subject.tags());
    json.put("begun", log.begun().toString());
    json.put("millis", log.taken().toMillis());
    json.put("words", log.invocation().words().stream().map(LogJson::text).toList());
    json.put("directory", text(log.invocation().directory()));
    json.put("arguments", List.copyOf(new TreeSet<>(log.arguments())));
    json.put("steps", log.steps().stream().map(LogJson::step).toList());
    if (!log.images().isEmpty()) {
      json.put("images", log.images().stream().map(LogJson::image).toList());
    }
    if (log.ending() != null) {
      json.put("ending", EndingJson.write(log.ending()));
    }
    return Json.write(json);
  }

  private static Map<String, Object> image(BuildLog.Image image) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("platform", image.platform());
    json.put("steps", List.copyOf(new TreeSet<>(image.steps())));
    return json;
  }

  private static BuildLog.Image image(Fields json) {
    return new BuildLog.Image(json.text("platform"), new TreeSet<>(json.numbers("steps")));
  }

  private static Map<String, Object> step(LoggedStep step) {
    Map<String, Object> json = new LinkedHashMap<>();
    LoggedStep.Place place = step.place();
    json.put("number", place.number());
    json.put("stage", place.stage());
    json.put("position", place.position());
    json.put("count", place.count());
    json.put("text", text(place.text()));
    json.put("line", place.line());
    json.put("inputs", step.inputs());
    json.put("key", step.key());
    json.put("parts", texts(step.parts()));
    json.put("files", texts(step.files()));
    json.put("tree", step.tree());
    json.put("outcome", step.outcome().toString());
    if (step.miss() != null) {
      json.put("miss", step.miss().name());
    }
    json.put("at", step.work().begun().toMillis());
    json.put("millis", step.duration().toMillis());
    Map<String, Object> layers = new LinkedHashMap<>();
    step.work().layers().forEach(layer -> layers.put(layer.diffId(), layer.bytes()));
    json.put("layers", layers);
    return json;
  }

  private static Map<String, Object> texts(Map<String, String> values) {
    Map<String, Object> json = new LinkedHashMap<>();
    values.forEach((name, value) -> json.put(text(name), text(value)));
    return json;
  }

  /** JSON has no form for the lone surrogates of {@link FileName}; people see a mark for each. */
  static String text(String value) {
    StringBuilder plain = new StringBuilder();
    value
        .codePoints()
        .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Throws IllegalArgumentException for bytes that are no log. */
  static BuildLog read(byte[] bytes) {
    Fields json = Fields.of(Json.parse(bytes));
    if (json.number("version") != VERSION) {
      throw new IllegalArgumentException("it is of another version");
    }
    BuildLog.Subject subject =
        new BuildLog.Subject(
            json.text("context"),
            json.text("dockerfile"),
            json.text("target"),
            json.text("platform"),
            json.texts("tags"));
    List<LoggedStep> steps = new ArrayList<>();
    for (Object step : json.list("steps")) {
      steps.add(step(Fields.of(step)));
    }
    return new BuildLog(
        json.text("id"),
        subject,
        instant(json.text("begun")),
        Duration.ofMillis(json.number("millis")),
        new TreeSet<>(json.texts("arguments")),
        steps,
        json.has("images")
            ? json.list("images").stream().map(Fields::of).map(LogJson::image).toList()
            : List.of(),
        json.has("ending") ? EndingJson.read(json.object("ending")) : null,
        json.has("words")
            ? new Invocation(json.texts("words"), json.text("directory"))
            : Invocation.UNKNOWN);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time: " + text, e);
    }
  }

  private static LoggedStep step(Fields json) {
    LoggedStep.Place place =
        new LoggedStep.Place(
            (int) json.number("number"),
            json.text("stage"),
            (int) json.number("position"),
            (int) json.number("count"),
            json.text("text"),
            (int) json.number("line"));
    return new LoggedStep(
        place,
        json.numbers("inputs"),
        json.text("key"),
        new TreeMap<>(json.textMap("parts")),
        json.textMap("files"),
        json.text("tree"),
        Outcome.parse(json.text("outcome"))
            .orElseThrow(() -> new IllegalArgumentException("no outcome: " + json.text("outcome"))),
        json.has("miss") ? Miss.valueOf(json.text("miss")) : null,
        work(json));
  }

  private static LoggedStep.Work work(Fields json) {
    List<LoggedStep.Layer> layers = new ArrayList<>();
    Fields sizes = json.object("layers");
    for (Object diffId : sizes.object().keySet()) {
      layers.add(new LoggedStep.Layer((String) diffId, sizes.number((String) diffId)));
    }
    return new LoggedStep.Work(
        Duration.ofMillis(json.number("at")), Duration.ofMillis(json.number("millis")), layers);
  }
}
