package dev.jbuild.builder.plan;

import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.Platform;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one graph of the plans for several platforms: what is done alike is one vertex, such as the
 * steps of a stage {@code FROM --platform=$BUILDPLATFORM}.
 */
final class SharedVertices {
  /** Only a process knows on which platform it is. */
  private record Key(Op op, List<Vertex> inputs, @Nullable Platform platform) {
    static Key of(Vertex vertex, List<Vertex> inputs) {
      boolean process = vertex.op() instanceof Op.Exec;
      return new Key(vertex.op(), inputs, process ? vertex.platform() : null);
    }
  }

  private final Map<Key, Vertex> known = new HashMap<>();
  private int steps;

  /**
   * The plan with the vertices of those before it in the place of its own, where they are equal.
   */
  Plan add(Plan plan) {
    Map<Vertex, Vertex> replaced = new HashMap<>();
    Set<Vertex> vertices = new LinkedHashSet<>();
    for (Vertex vertex : plan.vertices()) {
      List<Vertex> inputs = replaced(vertex.inputs(), replaced);
      Key key = Key.of(vertex, inputs);
      Vertex shared = known.get(key);
      if (shared == null) {
        shared = vertex.with(inputs, titled(vertex));
        known.put(key, shared);
      }
      replaced.put(vertex, shared);
      vertices.add(shared);
    }
    List<PlannedHistory> history =
        plan.history().stream()
            .map(
                line ->
                    line.layer() == null
                        ? line
                        : new PlannedHistory(line.entry(), replaced.get(line.layer())))
            .toList();
    Vertex target = replaced(List.of(plan.target()), replaced).getFirst();
    return new Plan(target, List.copyOf(vertices), plan.image(), history, plan.epoch());
  }

  private static List<Vertex> replaced(List<Vertex> vertices, Map<Vertex, Vertex> replaced) {
    return vertices.stream().map(vertex -> replaced.getOrDefault(vertex, vertex)).toList();
  }

  /** Steps are counted over all plans, and say for which platform they are. */
  private @Nullable StepInfo titled(Vertex vertex) {
    StepInfo step = vertex.step();
    if (step == null) {
      return null;
    }
    steps++;
    String stage = (vertex.platform() + " " + step.stage()).strip();
    return new StepInfo(steps, stage, step.position(), step.count(), step.text(), step.origin());
  }
}
