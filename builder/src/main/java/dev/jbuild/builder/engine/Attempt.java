package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.StepShell;
import dev.jbuild.builder.explain.LogMaker;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.solve.PassedOn;
import dev.jbuild.builder.solve.Solver;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.builder.solve.VertexRunner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One go at the steps of a build, which tells how far it came. */
final class Attempt {
  private final PreparedBuild build;
  private final VertexRunner runner;
  private final Solver solver;

  /**
   * @param observer learns of each result at once
   */
  Attempt(PreparedBuild build, BuildListener listener, Solver.Observer observer) {
    this.build = build;
    this.runner = new VertexRunner(build.solving(), PassedOn.among(build.vertices()), listener);
    this.solver = new Solver(runner, observer);
  }

  Map<Vertex, VertexResult> solve() throws BuildException, InterruptedException {
    StepShell shell = build.solving().options().run().shell();
    StepShell.Place place = shell == null ? null : shell.instead();
    return solver.solve(place == null ? build.vertices() : upTo(place));
  }

  /** Only what the step needs that a shell is opened in the place of. */
  private List<Vertex> upTo(StepShell.Place place) throws BuildException {
    for (Vertex vertex : build.vertices()) {
      StepInfo step = vertex.step();
      if (step != null && step.number() == place.number() && step.text().equals(place.text())) {
        Set<Vertex> needed = new HashSet<>();
        need(vertex, needed);
        return build.vertices().stream().filter(needed::contains).toList();
      }
    }
    throw new BuildException(
        BuildException.Kind.USER,
        null,
        "the Dockerfile has no such step any more: " + place.text());
  }

  private static void need(Vertex vertex, Set<Vertex> needed) {
    if (needed.add(vertex)) {
      vertex.inputs().forEach(input -> need(input, needed));
    }
  }

  /** What was done, and what not. */
  List<LoggedStep> steps() {
    return LogMaker.ofFailure(build.vertices(), solver.finished(), runner.failures());
  }

  /** The number of the step that failed, 0 when it was none. */
  int failedStep() {
    return runner.failures().keySet().stream()
        .map(Vertex::step)
        .filter(Objects::nonNull)
        .mapToInt(step -> step.number())
        .min()
        .orElse(0);
  }
}
