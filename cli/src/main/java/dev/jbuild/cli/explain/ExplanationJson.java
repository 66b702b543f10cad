package dev.jbuild.cli.explain;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.Cause;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Verdict;
import dev.jbuild.cli.text.IndentedJson;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The explanation as one JSON object, documented in docs/explain.md. */
final class ExplanationJson {
  private ExplanationJson() {}

  static String of(Explanation explanation) {
    BuildLog build = explanation.build();
    BuildLog before = explanation.before();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("context", build.subject().context());
    object.put("dockerfile", build.subject().dockerfile());
    object.put("target", build.subject().target());
    object.put("platform", build.subject().platform());
    object.put("tags", build.subject().tags());
    object.put("begun", build.begun().toString());
    object.put("comparedWith", before == null ? null : before.begun().toString());
    object.put("failed", build.failed());
    object.put("allCached", explanation.allCached());
    object.put("steps", explanation.verdicts().stream().map(ExplanationJson::step).toList());
    return IndentedJson.of(object);
  }

  private static Map<String, Object> step(Verdict verdict) {
    LoggedStep step = verdict.step();
    LoggedStep.Place place = step.place();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("number", place.number());
    object.put("stage", place.stage());
    object.put("position", place.position());
    object.put("line", place.line());
    object.put("text", place.text());
    object.put("outcome", step.outcome().toString());
    object.put("seconds", step.duration().toMillis() / 1000.0);
    object.put("causes", verdict.causes().stream().map(ExplanationJson::cause).toList());
    return object;
  }

  private static Map<String, @Nullable Object> cause(Cause cause) {
    return switch (cause) {
      case Cause.FirstBuild first -> of("first-build");
      case Cause.NewStep step -> of("new-step");
      case Cause.NoCache none -> of("no-cache");
      case Cause.Evicted evicted -> of("evicted", "what", evicted.layer() ? "layer" : "record");
      case Cause.Fetched fetched -> of("fetched");
      case Cause.Line line -> of("line", "before", line.before(), "after", line.after());
      case Cause.File file ->
          of(
              "file-" + file.change().name().toLowerCase(Locale.ROOT),
              "path",
              file.path(),
              "detail",
              file.detail());
      case Cause.Files files -> of("files", "source", files.source());
      case Cause.Variable variable -> variable(variable);
      case Cause.BaseImage image ->
          of("image", "name", image.name(), "before", image.before(), "after", image.after());
      case Cause.Input input ->
          of("input", "step", input.step(), "outcome", input.outcome().toString());
      case Cause.Value value ->
          of("value", "name", value.name(), "before", value.before(), "after", value.after());
    };
  }

  private static Map<String, @Nullable Object> variable(Cause.Variable variable) {
    String kind = variable.argument() ? "argument" : "variable";
    return variable.secret()
        ? of(kind, "name", variable.name(), "secret", true)
        : of(kind, "name", variable.name(), "before", variable.before(), "after", variable.after());
  }

  private static Map<String, @Nullable Object> of(String kind, @Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("kind", kind);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return object;
  }
}
