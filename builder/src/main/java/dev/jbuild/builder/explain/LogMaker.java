package dev.jbuild.builder.explain;

import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.solve.FailedStep;
import dev.jbuild.builder.solve.Forecast;
import dev.jbuild.builder.solve.Miss;
import dev.jbuild.builder.solve.Trace;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the steps of logs. */
public final class LogMaker {
  private LogMaker() {}

  /** The steps of a build. */
  public static List<LoggedStep> ofBuild(List<Vertex> vertices, Map<Vertex, VertexResult> results) {
    List<LoggedStep> steps = new ArrayList<>();
    for (Vertex vertex : vertices) {
      VertexResult result = results.get(vertex);
      StepInfo info = vertex.step();
      if (info != null && result != null) {
        steps.add(ofBuild(vertex, info, result));
      }
    }
    return steps;
  }

  /** The steps of a build that failed, as far as it came. */
  public static List<LoggedStep> ofFailure(
      List<Vertex> vertices, Map<Vertex, VertexResult> results, Map<Vertex, FailedStep> failures) {
    List<LoggedStep> steps = new ArrayList<>();
    for (Vertex vertex : vertices) {
      StepInfo info = vertex.step();
      VertexResult result = results.get(vertex);
      if (info != null) {
        steps.add(
            result == null
                ? notDone(vertex, info, failures.get(vertex))
                : ofBuild(vertex, info, result));
      }
    }
    return steps;
  }

  private static LoggedStep notDone(Vertex vertex, StepInfo info, @Nullable FailedStep failed) {
    Outcome outcome = failed == null ? Outcome.NOT_DONE : Outcome.FAILED;
    FailedStep step = failed == null ? FailedStep.UNKNOWN : failed;
    if (vertex.op() instanceof Op.SourceImage) {
      return source(vertex, info, "", outcome, step.duration());
    }
    boolean known = !step.parts().isEmpty();
    return new LoggedStep(
        place(info),
        inputs(vertex),
        known ? ActionKey.of(step.parts()).toString() : "",
        known ? plain(step.parts()) : outline(vertex.op()),
        Map.of(),
        "",
        outcome,
        step.miss(),
        LoggedStep.Work.of(step.duration()));
  }

  private static LoggedStep ofBuild(Vertex vertex, StepInfo info, VertexResult result) {
    Outcome outcome = result.cached() ? Outcome.CACHED : Outcome.RAN;
    Trace trace = result.trace();
    if (trace == null) {
      return source(vertex, info, tree(result.output()), outcome, result.duration());
    }
    ActionRecord record = trace.record();
    return new LoggedStep(
        place(info),
        inputs(vertex),
        record.key().toString(),
        plain(record.parts()),
        files(record),
        record.result().tree().toString(),
        outcome,
        trace.miss(),
        new LoggedStep.Work(Duration.ZERO, result.duration(), layers(trace.layers())));
  }

  /** The steps of a plan that was not run. */
  public static List<LoggedStep> ofPlan(Map<Vertex, Forecast> forecasts) {
    List<LoggedStep> steps = new ArrayList<>();
    forecasts.forEach(
        (vertex, forecast) -> {
          StepInfo info = vertex.step();
          if (info != null) {
            steps.add(ofPlan(vertex, info, forecast));
          }
        });
    return steps;
  }

  private static LoggedStep ofPlan(Vertex vertex, StepInfo info, Forecast forecast) {
    Outcome outcome =
        !forecast.hit() ? Outcome.WOULD_RUN : forecast.sure() ? Outcome.CACHED : Outcome.DEPENDS;
    if (vertex.op() instanceof Op.SourceImage) {
      return source(vertex, info, tree(forecast.output()), outcome, Duration.ZERO);
    }
    @Nullable Miss miss = forecast.miss();
    boolean known = !forecast.parts().isEmpty();
    return new LoggedStep(
        place(info),
        inputs(vertex),
        known ? ActionKey.of(forecast.parts()).toString() : "",
        known ? plain(forecast.parts()) : outline(vertex.op()),
        forecast.files(),
        tree(forecast.output()),
        outcome,
        miss,
        LoggedStep.Work.NONE);
  }

  /** The steps of a plan as far as they can be known without looking at any file. */
  public static List<LoggedStep> outline(List<Vertex> vertices) {
    List<LoggedStep> steps = new ArrayList<>();
    for (Vertex vertex : vertices) {
      StepInfo info = vertex.step();
      if (info != null && vertex.op() instanceof Op.SourceImage) {
        steps.add(source(vertex, info, "", Outcome.DEPENDS, Duration.ZERO));
      } else if (info != null) {
        SortedMap<String, String> parts = outline(vertex.op());
        steps.add(
            new LoggedStep(
                place(info),
                inputs(vertex),
                "",
                parts,
                Map.of(),
                "",
                Outcome.DEPENDS,
                null,
                LoggedStep.Work.NONE));
      }
    }
    return steps;
  }

  private static SortedMap<String, String> outline(Op op) {
    return new TreeMap<>(Map.of(LoggedStep.OP, kind(op)));
  }

  private static String kind(Op op) {
    return switch (op) {
      case Op.Exec exec -> "run";
      case Op.Copy copy -> copy.verb();
      case Op.MakeDirectory directory -> "workdir";
      case Op.Snapshot snapshot -> "";
      case Op.SourceGit git -> "git";
      case Op.Scratch scratch -> "";
      case Op.SourceContext context -> "";
      case Op.SourceHttp http -> "";
      case Op.Link link -> "";
      case Op.SourceImage image -> LoggedStep.IMAGE;
    };
  }

  private static LoggedStep source(
      Vertex vertex, StepInfo info, String tree, Outcome outcome, Duration duration) {
    ResolvedImage image = ((Op.SourceImage) vertex.op()).image();
    return new LoggedStep(
        place(info),
        inputs(vertex),
        image.descriptor().digest().toString(),
        new TreeMap<>(
            Map.of(LoggedStep.OP, LoggedStep.IMAGE, LoggedStep.NAME, image.reference().familiar())),
        Map.of(),
        tree,
        outcome,
        null,
        new LoggedStep.Work(Duration.ZERO, duration, layers(image.layers(), image.manifest())));
  }

  private static List<LoggedStep.Layer> layers(List<State.Layer> layers) {
    return layers.stream()
        .map(layer -> new LoggedStep.Layer(layer.diffId().toString(), layer.descriptor().size()))
        .toList();
  }

  private static List<LoggedStep.Layer> layers(List<DiffId> diffIds, Manifest manifest) {
    List<LoggedStep.Layer> layers = new ArrayList<>();
    for (int i = 0; i < diffIds.size(); i++) {
      long bytes = manifest.layers().get(i).size();
      layers.add(new LoggedStep.Layer(diffIds.get(i).toString(), bytes));
    }
    return layers;
  }

  private static LoggedStep.Place place(StepInfo info) {
    return new LoggedStep.Place(
        info.number(),
        info.stage(),
        info.position(),
        info.count(),
        LogJson.text(info.text()),
        info.origin().line());
  }

  private static List<Integer> inputs(Vertex vertex) {
    return vertex.inputs().stream()
        .map(Vertex::step)
        .map(info -> info == null ? 0 : info.number())
        .toList();
  }

  private static SortedMap<String, String> plain(Map<String, String> parts) {
    SortedMap<String, String> plain = new TreeMap<>();
    parts.forEach((name, value) -> plain.put(LogJson.text(name), LogJson.text(value)));
    return plain;
  }

  private static Map<String, String> files(ActionRecord record) {
    Map<String, String> files = new HashMap<>();
    record
        .result()
        .facts()
        .forEach(
            (name, value) -> {
              if (name.startsWith(Trace.FILES)) {
                files.put(LogJson.text(name.substring(Trace.FILES.length())), value);
              }
            });
    return files;
  }

  private static String tree(@Nullable Inputs output) {
    Tree tree = output instanceof Inputs.Files files ? files.state().files() : null;
    return tree == null ? "" : tree.toString();
  }

  /** The trees after the steps of an earlier build that a plan's steps correspond to. */
  public static Map<Integer, String> treesBefore(List<LoggedStep> outline, BuildLog before) {
    Alignment alignment = Alignment.of(outline, before.steps());
    Map<Integer, String> trees = new HashMap<>();
    for (LoggedStep step : outline) {
      alignment
          .partner(step)
          .filter(old -> !old.tree().isEmpty())
          .ifPresent(old -> trees.put(step.place().number(), old.tree()));
    }
    return trees;
  }
}
