package dev.jbuild.runner.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume that a container uses.
 *
 * @param name null for one of its own, which goes with it
 * @param target where the container sees it
 * @param filled whether an empty one begins with what the image has there
 * @param labels that it gets if it is made
 */
public record VolumeUse(
    @Nullable String name,
    String target,
    boolean readOnly,
    boolean filled,
    Map<String, String> labels) {
  public VolumeUse {
    labels = Map.copyOf(labels);
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "a volume is mounted at an absolute path of the container, not at \"" + target + "\"");
    }
    if (name != null) {
      Volume.checkName(name);
    }
  }

  /** One without labels. */
  public VolumeUse(@Nullable String name, String target, boolean readOnly, boolean filled) {
    this(name, target, readOnly, filled, Map.of());
  }

  /**
   * Reads {@code TARGET} or {@code NAME:TARGET[:ro|rw|nocopy,...]}.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static VolumeUse parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 1) {
      return new VolumeUse(null, parts[0], false, true);
    }
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("a volume is NAME:TARGET[:ro], not \"" + text + "\"");
    }
    List<String> modes = parts.length == 3 ? List.of(parts[2].split(",", -1)) : List.of();
    for (String mode : modes) {
      if (!List.of("ro", "rw", "nocopy", "z", "Z").contains(mode)) {
        throw new IllegalArgumentException(
            "a volume is mounted ro, rw or nocopy, not \"" + mode + "\": " + text);
      }
    }
    return new VolumeUse(parts[0], parts[1], modes.contains("ro"), !modes.contains("nocopy"));
  }

  /** Whether a word of {@code -v} is no path of this machine. */
  public static boolean isOne(String text) {
    String source = text.substring(0, Math.max(0, text.indexOf(':')));
    return text.indexOf(':') < 0 || !(source.contains("/") || source.startsWith("."));
  }
}
