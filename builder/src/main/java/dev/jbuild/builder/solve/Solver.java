package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.plan.Vertex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the vertices of a plan on a virtual thread each: a vertex begins when its inputs are done.
 * The first failure, or an interrupt of the caller, cancels all that still runs.
 */
public final class Solver {
  private final VertexRunner runner;
  private final Map<Vertex, VertexResult> finished = new ConcurrentHashMap<>();
  private final Observer observer;

  /** Learns of a vertex when it is done, from the thread that did it. */
  @FunctionalInterface
  public interface Observer {
    void done(Vertex vertex, VertexResult result);
  }

  public Solver(VertexRunner runner, Observer observer) {
    this.runner = runner;
    this.observer = observer;
  }

  /**
   * The results of all vertices.
   *
   * @param vertices each after its inputs
   */
  public Map<Vertex, VertexResult> solve(Collection<Vertex> vertices)
      throws BuildException, InterruptedException {
    Map<Vertex, Future<VertexResult>> futures = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        var completed = new ExecutorCompletionService<VertexResult>(threads);
        for (Vertex vertex : vertices) {
          List<Future<VertexResult>> inputs =
              vertex.inputs().stream().map(input -> futures.get(input)).toList();
          futures.put(vertex, completed.submit(() -> run(vertex, inputs)));
        }
        for (int i = 0; i < futures.size(); i++) {
          await(completed.take());
        }
        Map<Vertex, VertexResult> results = new LinkedHashMap<>();
        for (Map.Entry<Vertex, Future<VertexResult>> done : futures.entrySet()) {
          results.put(done.getKey(), await(done.getValue()));
        }
        return results;
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** What is done, when not all was. */
  public Map<Vertex, VertexResult> finished() {
    return Map.copyOf(finished);
  }

  private VertexResult run(Vertex vertex, List<Future<VertexResult>> inputs)
      throws BuildException, InterruptedException {
    List<Inputs> outputs = new ArrayList<>();
    for (Future<VertexResult> input : inputs) {
      outputs.add(await(input).output());
    }
    VertexResult result = runner.run(vertex, outputs);
    finished.put(vertex, result);
    observer.done(vertex, result);
    return result;
  }

  /** The result of a vertex, or its failure, which is also that of all who need it. */
  private static VertexResult await(Future<VertexResult> future)
      throws BuildException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case BuildException failure -> throw failure;
        case InterruptedException interrupted -> throw interrupted;
        case Error error -> throw error;
        case null, default ->
            throw new BuildException(
                Kind.INTERNAL, null, "internal error: " + e.getCause(), e.getCause());
      }
    } catch (CancellationException e) {
      InterruptedException interrupted = new InterruptedException("the build was cancelled");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
