package dev.jbuild.builder.plan;

import dev.jbuild.oci.ImageConfig;
import java.util.List;

/**
 * What to do for an image: the vertex whose file system it gets, all vertices that this one needs
 * (each after its inputs, the target last), and the config, complete but for layers, history and
 * times, which only the results give.
 */
public record Plan(
    Vertex target, List<Vertex> vertices, ImageConfig image, List<PlannedHistory> history) {
  public Plan {
    vertices = List.copyOf(vertices);
    history = List.copyOf(history);
  }
}
