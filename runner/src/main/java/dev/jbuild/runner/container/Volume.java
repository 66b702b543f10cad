package dev.jbuild.runner.container;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A directory of the store that containers share and that outlives them.
 *
 * @param anonymous whether it belongs to the one container that it was made for
 */
public record Volume(
    String name, Path directory, Instant created, Map<String, String> labels, boolean anonymous) {
  static final String FILE = "volume.json";
  static final String DATA = "_data";

  /** As docker has it (moby, volume names). */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is no name of a volume: it has letters, digits, dots, hyphens and underscores;"
              + " for a directory of this machine give an absolute path");
    }
  }

  public Path data() {
    return directory.resolve(DATA);
  }

  /** In the form of {@code docker volume inspect}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("CreatedAt", created.toString());
    json.put("Driver", "local");
    json.put("Labels", labels);
    json.put("Mountpoint", data().toString());
    json.put("Name", name);
    json.put("Scope", "local");
    json.put("Anonymous", anonymous);
    return json;
  }
}
