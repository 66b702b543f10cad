package dev.jbuild.builder.plan;

import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.Platform;
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
  private final @Nullable Origin origin;
  private final @Nullable Platform platform;

  /** A vertex that is the same on every platform. */
  Vertex(Op op, List<Vertex> inputs, @Nullable StepInfo step) {
    this(op, inputs, step, null);
  }

  Vertex(Op op, List<Vertex> inputs, @Nullable StepInfo step, @Nullable Platform platform) {
    this(op, inputs, step, step == null ? null : step.origin(), platform);
  }

  /** A part of the work for the instruction at {@code origin}. */
  static Vertex hidden(Op op, List<Vertex> inputs, Origin origin) {
    return new Vertex(op, inputs, null, origin, null);
  }

  private Vertex(
      Op op,
      List<Vertex> inputs,
      @Nullable StepInfo step,
      @Nullable Origin origin,
      @Nullable Platform platform) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.step = step;
    this.origin = origin;
    this.platform = platform;
  }

  /** This vertex on other inputs, shown as another step. */
  Vertex with(List<Vertex> newInputs, @Nullable StepInfo newStep) {
    return new Vertex(op, newInputs, newStep, origin, platform);
  }

  /** The platform of the stage that it is part of, on which its processes run. */
  public @Nullable Platform platform() {
    return platform;
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
    return origin;
  }
}
