package dev.jbuild.builder.engine;

import dev.jbuild.builder.Invocation;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.Explainer;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.LogMaker;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.share.InlineCache;
import dev.jbuild.builder.solve.DryRun;
import dev.jbuild.builder.solve.Forecast;
import dev.jbuild.builder.solve.Solving;
import dev.jbuild.builder.solve.Trace;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.DiffId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A build whose Dockerfile is planned: to be done, or to be gone through without doing it.
 *
 * @param source the text of the Dockerfile
 */
record PreparedBuild(
    Solving solving,
    List<Plan> plans,
    BuildLog.Subject subject,
    Set<String> arguments,
    String source,
    Instant begun) {

  /** What the plans for all platforms need, each vertex after its inputs. */
  List<Vertex> vertices() {
    Set<Vertex> vertices = new LinkedHashSet<>();
    plans.forEach(plan -> vertices.addAll(plan.vertices()));
    return List.copyOf(vertices);
  }

  /** What the steps gave, whether they ran or not. */
  List<ActionRecord> records(Map<Vertex, VertexResult> results) {
    return results.values().stream()
        .map(VertexResult::trace)
        .filter(Objects::nonNull)
        .map(Trace::record)
        .toList();
  }

  /** The layers of the images. */
  Set<DiffId> layers(Map<Vertex, VertexResult> results) {
    Set<DiffId> layers = new HashSet<>();
    plans.forEach(plan -> layers.addAll(layers(plan, results)));
    return layers;
  }

  private static Set<DiffId> layers(Plan plan, Map<Vertex, VertexResult> results) {
    VertexResult target = Objects.requireNonNull(results.get(plan.target()));
    return Set.copyOf(((Inputs.Files) target.output()).state().diffIds());
  }

  /** What the config of the image of a plan has when it carries its cache. */
  Map<String, Object> inlineCache(Plan plan, Map<Vertex, VertexResult> results) {
    Map<Vertex, VertexResult> own = new HashMap<>(results);
    own.keySet().retainAll(plan.vertices());
    return InlineCache.field(records(own), layers(plan, results), plan.epoch());
  }

  /** What would be done, compared with the last build. */
  Explanation forecast() throws IOException {
    Optional<BuildLog> before = new BuildLogs(solving.store()).before(subject);
    Map<Integer, String> trees =
        before.map(log -> LogMaker.treesBefore(LogMaker.outline(vertices()), log)).orElse(Map.of());
    Map<Vertex, Forecast> forecasts = new DryRun(solving, trees).run(vertices());
    BuildLog log = log("", LogMaker.ofPlan(forecasts), null, Invocation.UNKNOWN);
    return Explainer.explain(solving.store().trees(), log, before.orElse(null));
  }

  /** What became of it, or would. */
  BuildLog log(String id, List<LoggedStep> steps, @Nullable Ending ending, Invocation invocation) {
    Duration taken = Duration.between(begun, solving.options().clock().instant());
    return new BuildLog(id, subject, begun, taken, arguments, steps, images(), ending, invocation);
  }

  /** The plans are in the order of the platforms that the subject has. */
  private List<BuildLog.Image> images() {
    if (plans.size() == 1) {
      return List.of();
    }
    String[] platforms = subject.platform().split(",", -1);
    List<BuildLog.Image> images = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      Set<Integer> steps = new HashSet<>();
      plans.get(i).vertices().stream()
          .map(Vertex::step)
          .filter(Objects::nonNull)
          .forEach(step -> steps.add(step.number()));
      images.add(new BuildLog.Image(platforms[i], steps));
    }
    return images;
  }
}
