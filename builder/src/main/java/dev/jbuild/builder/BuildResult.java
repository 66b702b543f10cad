package dev.jbuild.builder;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import java.util.List;

/**
 * The image that a build came to: its manifest in the local store, its config, and how each step
 * went, in the order of the plan.
 */
public record BuildResult(Descriptor image, ImageConfig config, List<StepReport> steps) {
  public BuildResult {
    steps = List.copyOf(steps);
  }
}
