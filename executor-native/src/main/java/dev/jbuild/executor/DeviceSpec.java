package dev.jbuild.executor;

import java.nio.file.Path;

/**
 * A device of the host that a container may open.
 *
 * @param source a device node of the host
 * @param target the absolute path at which the container sees it
 * @param permissions of {@code r}ead, {@code w}rite and {@code m}knod; fewer than {@code rw} need
 *     device control, which only root has
 */
public record DeviceSpec(Path source, String target, String permissions) {
  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int MAKE = 1;

  public DeviceSpec {
    source = source.toAbsolutePath();
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException("the target of a device is not absolute: " + target);
    }
    if (!permissions.matches("[rwm]{1,3}")
        || permissions.chars().distinct().count() < permissions.length()) {
      throw new IllegalArgumentException(
          "the permissions of a device are of r, w and m, not \"" + permissions + "\"");
    }
  }

  /**
   * Reads {@code SOURCE[:TARGET][:PERMISSIONS]}, as docker does.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static DeviceSpec parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw new IllegalArgumentException(
          "a device is SOURCE[:TARGET][:PERMISSIONS], not \"" + text + "\"");
    }
    if (parts.length == 2 && !parts[1].startsWith("/")) {
      return new DeviceSpec(Path.of(parts[0]), parts[0], parts[1]);
    }
    return new DeviceSpec(
        Path.of(parts[0]),
        parts.length > 1 ? parts[1] : parts[0],
        parts.length > 2 ? parts[2] : "rwm");
  }

  int bits() {
    return (permissions.contains("r") ? READ : 0)
        | (permissions.contains("w") ? WRITE : 0)
        | (permissions.contains("m") ? MAKE : 0);
  }
}
