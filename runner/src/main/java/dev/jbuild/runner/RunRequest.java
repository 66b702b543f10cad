package dev.jbuild.runner;

import dev.jbuild.executor.Confinement;
import dev.jbuild.oci.ImageConfig;
import java.util.List;

/**
 * One container: the image that it is made of, what its process is asked, what it sees.
 *
 * @param tty whether the process gets a terminal
 */
public record RunRequest(
    ImageConfig image,
    ProcessOptions process,
    List<BindMount> binds,
    NetworkOptions network,
    Confinement confinement,
    boolean tty) {

  public RunRequest {
    binds = List.copyOf(binds);
  }

  /** A container as the image has it, on the host's network, without a terminal. */
  public static RunRequest of(ImageConfig image) {
    return new RunRequest(
        image, ProcessOptions.NONE, List.of(), NetworkOptions.DEFAULT, Confinement.DEFAULT, false);
  }

  public RunRequest withProcess(ProcessOptions value) {
    return new RunRequest(image, value, binds, network, confinement, tty);
  }

  public RunRequest withBinds(List<BindMount> value) {
    return new RunRequest(image, process, value, network, confinement, tty);
  }

  public RunRequest withNetwork(RunNetwork value) {
    return withNetwork(network.withMode(value));
  }

  public RunRequest withNetwork(NetworkOptions value) {
    return new RunRequest(image, process, binds, value, confinement, tty);
  }

  public RunRequest withConfinement(Confinement value) {
    return new RunRequest(image, process, binds, network, value, tty);
  }

  public RunRequest withTty(boolean value) {
    return new RunRequest(image, process, binds, network, confinement, value);
  }
}
