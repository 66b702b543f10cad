package dev.jbuild.builder.plan;

import dev.jbuild.oci.ImageConfig;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do for an image: the vertex whose file system it gets, all vertices that this one needs
 * (each after its inputs, the target last), and the config, complete but for layers, history and
 * times, which only the results give. {@code epoch} is the source date epoch, null for none.
 */
public record Plan(
    Vertex target,
    List<Vertex> vertices,
    ImageConfig image,
    List<PlannedHistory> history,
    @Nullable Instant epoch) {
  public Plan {
    vertices = List.copyOf(vertices);
    history = List.copyOf(history);
  }
}
