package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ops.Emulators;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.oci.Platform;
import java.util.List;

/** Refuses steps for other platforms that this machine cannot run, before anything runs. */
final class Emulation {
  private Emulation() {}

  /**
   * @throws BuildException with the line of the step and what to install
   */
  static void check(List<Vertex> vertices, Emulators emulators) throws BuildException {
    for (Vertex vertex : vertices) {
      Platform platform = vertex.platform();
      if (vertex.op() instanceof Op.Exec && platform != null && !emulators.runs(platform)) {
        throw new BuildException(
            Kind.USER, vertex.origin(), refusal(platform, emulators.machine()));
      }
    }
  }

  private static String refusal(Platform platform, Platform machine) {
    if (!platform.os().equals(machine.os())) {
      return "this machine is " + machine + " and cannot run a step for " + platform;
    }
    return "this machine is "
        + machine
        + " and has no emulator for "
        + platform
        + ": install one with: apt-get install qemu-user-static, or dnf install qemu-user-static;"
        + " before Linux 6.7 it has to be registered with binfmt_misc too: podman run --privileged"
        + " --rm docker.io/tonistiigi/binfmt --install "
        + platform.architecture()
        + "; stages FROM --platform=$BUILDPLATFORM need none";
  }
}
