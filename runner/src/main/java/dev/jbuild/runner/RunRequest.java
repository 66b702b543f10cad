package dev.jbuild.runner;

import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.oci.ImageConfig;
import java.util.List;

/**
 * One container: the image that it is made of, what its process is asked, what it sees.
 *
 * @param tty whether the process gets a terminal
 * @param mounts beside the binds
 */
public record RunRequest(
    ImageConfig image,
    ProcessOptions process,
    List<BindMount> binds,
    NetworkOptions network,
    Confinement confinement,
    boolean tty,
    List<MountSpec> mounts) {

  public RunRequest {
    binds = List.copyOf(binds);
    mounts = List.copyOf(mounts);
  }

  /** A container as the image has it, on the host's network, without a terminal. */
  public static RunRequest of(ImageConfig image) {
    return new RunRequest(
        image,
        ProcessOptions.NONE,
        List.of(),
        NetworkOptions.DEFAULT,
        Confinement.DEFAULT,
        false,
        List.of());
  }

  public RunRequest withImage(ImageConfig value) {
    return new RunRequest(value, process, binds, network, confinement, tty, mounts);
  }

  public RunRequest withProcess(ProcessOptions value) {
    return new RunRequest(image, value, binds, network, confinement, tty, mounts);
  }

  public RunRequest withBinds(List<BindMount> value) {
    return new RunRequest(image, process, value, network, confinement, tty, mounts);
  }

  public RunRequest withNetwork(RunNetwork value) {
    return withNetwork(network.withMode(value));
  }

  public RunRequest withNetwork(NetworkOptions value) {
    return new RunRequest(image, process, binds, value, confinement, tty, mounts);
  }

  public RunRequest withConfinement(Confinement value) {
    return new RunRequest(image, process, binds, network, value, tty, mounts);
  }

  public RunRequest withTty(boolean value) {
    return new RunRequest(image, process, binds, network, confinement, value, mounts);
  }

  public RunRequest withMounts(List<MountSpec> value) {
    return new RunRequest(image, process, binds, network, confinement, tty, value);
  }
}
