package dev.jbuild.runner;

import java.nio.file.Path;

/** A file or directory of the host that a container sees at {@code target}. */
public record BindMount(Path source, String target, boolean readOnly) {

  public BindMount {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "a volume is mounted at an absolute path of the container, not at \"" + target + "\"");
    }
  }

  /**
   * Reads {@code SOURCE:TARGET[:ro|rw]}.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static BindMount parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("a volume is SOURCE:TARGET[:ro], not \"" + text + "\"");
    }
    if (!parts[0].contains("/") && !parts[0].startsWith(".")) {
      throw new IllegalArgumentException(
          "there are no named volumes: give a path of this machine, such as ./" + parts[0]);
    }
    String mode = parts.length == 3 ? parts[2] : "rw";
    if (!mode.equals("ro") && !mode.equals("rw")) {
      throw new IllegalArgumentException(
          "a volume is mounted ro or rw, not \"" + mode + "\": " + text);
    }
    return new BindMount(Path.of(parts[0]), parts[1], mode.equals("ro"));
  }
}
