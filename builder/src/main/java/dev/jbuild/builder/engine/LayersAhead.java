package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.image.ImagePush;
import dev.jbuild.builder.image.PushAhead;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.solve.Solver;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.oci.ImageReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hands the layers of images that will be pushed to their registries as soon as they are made. */
final class LayersAhead implements Solver.Observer, AutoCloseable {
  private final List<PushAhead> pushes;
  private final Set<Vertex> chains;

  private LayersAhead(List<PushAhead> pushes, Set<Vertex> chains) {
    this.pushes = pushes;
    this.chains = chains;
  }

  static LayersAhead of(
      OutputOptions output, List<Plan> plans, ImagePush push, BuildListener listener) {
    List<PushAhead> pushes = new ArrayList<>();
    for (Export export : output.exports()) {
      if (export instanceof Export.Image image && image.push()) {
        List<ImageReference> given = image.looks().names();
        List<ImageReference> names = given.isEmpty() ? output.tags() : given;
        pushes.add(new PushAhead(push, names, image.looks().form(), listener));
      }
    }
    Set<Vertex> chains = new HashSet<>();
    plans.forEach(plan -> addChain(plan.target(), chains));
    return new LayersAhead(pushes, chains);
  }

  /** The vertices whose layers the image has: each is on top of its first input. */
  private static void addChain(Vertex target, Set<Vertex> chain) {
    Vertex vertex = target;
    while (chain.add(vertex) && !vertex.inputs().isEmpty()) {
      vertex = vertex.inputs().getFirst();
    }
  }

  @Override
  public void done(Vertex vertex, VertexResult result) {
    if (chains.contains(vertex) && result.output() instanceof Inputs.Files files) {
      for (State.Layer layer : files.state().layers()) {
        pushes.forEach(push -> push.layer(layer.diffId(), layer.descriptor()));
      }
    }
  }

  /** Waits for what is under way. */
  void finish() {
    pushes.forEach(PushAhead::finish);
  }

  /** Ends what is under way: there will be no image. */
  @Override
  public void close() {
    pushes.forEach(PushAhead::close);
  }
}
