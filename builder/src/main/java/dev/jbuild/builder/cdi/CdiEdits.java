package dev.jbuild.builder.cdi;

import dev.jbuild.executor.DeviceSpec;
import dev.jbuild.executor.MountSpec;
import java.util.ArrayList;
import java.util.List;

/** What a container gets for a device: variables as {@code NAME=VALUE}, nodes and mounts. */
public record CdiEdits(List<String> env, List<DeviceSpec> devices, List<MountSpec> mounts) {
  static final CdiEdits NONE = new CdiEdits(List.of(), List.of(), List.of());

  public CdiEdits {
    env = List.copyOf(env);
    devices = List.copyOf(devices);
    mounts = List.copyOf(mounts);
  }

  CdiEdits and(CdiEdits other) {
    return new CdiEdits(
        joined(env, other.env), joined(devices, other.devices), joined(mounts, other.mounts));
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
