package dev.jbuild.parser.ast;

import java.util.List;

/** The flags of RUN; mounts and devices in the order written. */
public record RunFlags(
    List<MountFlag> mounts, RunNetwork network, RunSecurity security, List<RunDevice> devices) {

  public static final RunFlags NONE =
      new RunFlags(List.of(), RunNetwork.DEFAULT, RunSecurity.SANDBOX, List.of());

  public RunFlags {
    mounts = List.copyOf(mounts);
    devices = List.copyOf(devices);
  }
}
