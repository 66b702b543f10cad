package dev.jbuild.builder.ops;

import dev.jbuild.executor.DeviceSpec;
import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.MountSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a RUN gets for its mounts, and what has to be given back when it is done. */
final class OpenMounts implements AutoCloseable {
  private final List<MountSpec> mounts = new ArrayList<>();
  private final List<FileSpec> files = new ArrayList<>();
  private final List<DeviceSpec> devices = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> defaults = new LinkedHashMap<>();
  private final List<byte[]> secrets = new ArrayList<>();
  private final List<Resource> resources = new ArrayList<>();

  /** Something that is held for the time of the RUN. */
  interface Resource extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  void mount(MountSpec mount) {
    mounts.add(mount);
  }

  void file(FileSpec file) {
    files.add(file);
  }

  void device(DeviceSpec device) {
    devices.add(device);
  }

  void variable(String name, String value) {
    variables.put(name, value);
  }

  /** The first agent is the one that programs find, unless the Dockerfile names another. */
  void agentAt(String socket) {
    defaults.putIfAbsent("SSH_AUTH_SOCK", socket);
  }

  /** A value that must not be shown. */
  void secret(byte[] value) {
    secrets.add(value);
  }

  void hold(Resource resource) {
    resources.add(resource);
  }

  List<MountSpec> mounts() {
    return mounts;
  }

  List<FileSpec> files() {
    return files;
  }

  List<DeviceSpec> devices() {
    return devices;
  }

  /** Variables that go before those of the Dockerfile. */
  Map<String, String> variables() {
    return variables;
  }

  /** Variables that give way to those of the Dockerfile. */
  Map<String, String> defaults() {
    return defaults;
  }

  List<byte[]> secrets() {
    return secrets;
  }

  /** Gives everything back, the last first; the first failure is told when all is done. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Resource resource : resources.reversed()) {
      try {
        resource.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
