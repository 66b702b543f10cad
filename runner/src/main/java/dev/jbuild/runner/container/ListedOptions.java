package dev.jbuild.runner.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the list of containers keeps of one beside what runs in it.
 *
 * @param image as the user called it
 * @param imageId digest of the image's config, empty before it is known
 * @param name null for one made up
 * @param autoRemove whether the container goes when it ends
 * @param openStdin whether something may be written to its command
 * @param stopSignal by name or number, null for the image's
 * @param idFile gets the ID when the container is made, null for none
 * @param stopTimeout in seconds, -1 for ever, null for 10
 */
public record ListedOptions(
    String image,
    String imageId,
    @Nullable String name,
    Map<String, String> labels,
    boolean autoRemove,
    boolean openStdin,
    @Nullable String stopSignal,
    @Nullable Integer stopTimeout,
    List<VolumeUse> volumes,
    @Nullable Path idFile,
    HealthOptions health,
    RestartPolicy restart) {
  /** As docker has it (moby, daemon/names). */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  public ListedOptions {
    labels = Map.copyOf(new TreeMap<>(labels));
    volumes = List.copyOf(volumes);
    if (name != null) {
      checkName(name);
    }
    if (autoRemove && restart.restarts()) {
      throw new IllegalArgumentException(
          "conflicting options: cannot specify both --restart and --rm");
    }
    if (stopSignal != null) {
      SignalName.number(stopSignal);
    }
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "invalid container name \""
              + name
              + "\": it has two or more letters, digits, dots, hyphens and underscores, and begins"
              + " with a letter or digit");
    }
  }

  /** What was said before it was known which image it is. */
  public ListedOptions withImageId(String value) {
    return new ListedOptions(
        image,
        value,
        name,
        labels,
        autoRemove,
        openStdin,
        stopSignal,
        stopTimeout,
        volumes,
        idFile,
        health,
        restart);
  }
}
