package dev.jbuild.builder.plan;

import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the build graph; two vertices are the same only if they are the same object. {@code
 * step} is null for what users do not see as a step.
 */
public final class Vertex {
  private final Op op;
  private final List<Vertex> inputs;
  private final @Nullable StepInfo step;

  Vertex(Op op, List<Vertex> inputs, @Nullable StepInfo step) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.step = step;
  }

  public Op op() {
    return op;
  }

  public List<Vertex> inputs() {
    return inputs;
  }

  public @Nullable StepInfo step() {
    return step;
  }

  /** The instruction that asks for it, or null. */
  public @Nullable Origin origin() {
    return step == null ? null : step.origin();
  }
}
