package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
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
import dev.jbuild.builder.solve.PassedOn;
import dev.jbuild.builder.solve.Solver;
import dev.jbuild.builder.solve.Solving;
import dev.jbuild.builder.solve.Trace;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.builder.solve.VertexRunner;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.DiffId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A build whose Dockerfile is planned: to be done, or to be gone through without doing it. */
record PreparedBuild(
    Solving solving,
    List<Plan> plans,
    BuildLog.Subject subject,
    Set<String> arguments,
    Instant begun) {

  /** What the plans for all platforms need, each vertex after its inputs. */
  List<Vertex> vertices() {
    Set<Vertex> vertices = new LinkedHashSet<>();
    plans.forEach(plan -> vertices.addAll(plan.vertices()));
    return List.copyOf(vertices);
  }

  /**
   * @param observer learns of each result at once
   */
  Map<Vertex, VertexResult> solve(BuildListener listener, Solver.Observer observer)
      throws BuildException, InterruptedException {
    VertexRunner runner = new VertexRunner(solving, PassedOn.among(vertices()), listener);
    Solver solver = new Solver(runner, observer);
    try {
      return solver.solve(vertices());
    } catch (BuildException e) {
      try {
        log(LogMaker.ofFailure(vertices(), solver.finished(), runner.failures()));
      } catch (IOException unlogged) {
        e.addSuppressed(unlogged); // the failure itself is what has to be told
      }
      throw e;
    }
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

  /** Keeps what was done, for later explanations. */
  void log(Map<Vertex, VertexResult> results) throws IOException {
    log(LogMaker.ofBuild(vertices(), results));
  }

  /** What would be done, compared with the last build. */
  Explanation forecast() throws IOException {
    Optional<BuildLog> before = new BuildLogs(solving.store()).before(subject);
    Map<Integer, String> trees =
        before.map(log -> LogMaker.treesBefore(LogMaker.outline(vertices()), log)).orElse(Map.of());
    Map<Vertex, Forecast> forecasts = new DryRun(solving, trees).run(vertices());
    BuildLog log = made(LogMaker.ofPlan(forecasts));
    return Explainer.explain(solving.store().trees(), log, before.orElse(null));
  }

  private void log(List<LoggedStep> steps) throws IOException {
    new BuildLogs(solving.store()).put(made(steps));
  }

  private BuildLog made(List<LoggedStep> steps) {
    Duration taken = Duration.between(begun, solving.options().clock().instant());
    return new BuildLog(subject, begun, taken, arguments, steps);
  }
}
