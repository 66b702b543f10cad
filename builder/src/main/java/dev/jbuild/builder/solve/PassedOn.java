package dev.jbuild.builder.solve;

import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Vertex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which vertices only hand their layers on to the image, so that an image among them need not be
 * downloaded: a registry that has its layers can be told to take them from there.
 */
public final class PassedOn {
  private PassedOn() {}

  /**
   * Those of the vertices whose files nobody reads.
   *
   * @param vertices each after its inputs
   */
  public static Set<Vertex> among(List<Vertex> vertices) {
    Set<Vertex> passedOn = new HashSet<>(vertices);
    for (Vertex vertex : vertices.reversed()) {
      boolean onTop = vertex.op() instanceof Op.Link && passedOn.contains(vertex);
      for (Vertex input :
          onTop ? vertex.inputs().subList(1, vertex.inputs().size()) : vertex.inputs()) {
        passedOn.remove(input);
      }
    }
    return passedOn;
  }
}
