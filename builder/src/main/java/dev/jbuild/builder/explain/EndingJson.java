package dev.jbuild.builder.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The file form of what a build came to. */
final class EndingJson {
  private EndingJson() {}

  static Map<String, Object> write(Ending ending) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("result", ending.result().toString());
    json.put("image", ending.image());
    json.put("warnings", ending.warnings().stream().map(LogJson::text).toList());
    Ending.Failure failure = ending.failure();
    if (failure != null) {
      Map<String, Object> inner = new LinkedHashMap<>();
      inner.put("message", LogJson.text(failure.message()));
      inner.put("step", failure.step());
      inner.put("exitCode", failure.exitCode());
      inner.put("excerpt", failure.excerpt().stream().map(EndingJson::line).toList());
      json.put("failure", inner);
    }
    return json;
  }

  private static Map<String, Object> line(Ending.Line line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", line.number());
    json.put("text", LogJson.text(line.text()));
    json.put("meant", line.meant());
    return json;
  }

  static Ending read(Fields json) {
    return new Ending(
        Ending.Result.valueOf(json.text("result").toUpperCase(Locale.ROOT)),
        json.text("image"),
        json.has("failure") ? failure(json.object("failure")) : null,
        json.texts("warnings"));
  }

  private static Ending.Failure failure(Fields json) {
    List<Ending.Line> excerpt = new ArrayList<>();
    for (Object each : json.list("excerpt")) {
      Fields line = Fields.of(each);
      excerpt.add(
          new Ending.Line((int) line.number("number"), line.text("text"), line.flag("meant")));
    }
    return new Ending.Failure(
        json.text("message"), (int) json.number("step"), (int) json.number("exitCode"), excerpt);
  }
}
