package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.explain.LogMaker;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.solve.PassedOn;
import dev.jbuild.builder.solve.Solver;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.builder.solve.VertexRunner;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    return solver.solve(build.vertices());
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
