package dev.jbuild.maven;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.plugin.MojoFailureException;

/**
 * What {@code -D} says of parameters with several values. Maven itself splits a list at every comma
 * and knows nothing of maps.
 */
final class CommandLineWords {
  private static final String ESCAPE = "\\";

  private CommandLineWords() {}

  /** The elements, with those put together again that Maven split at an escaped comma. */
  static List<String> list(List<String> split) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < split.size(); i++) {
      String piece = split.get(i) == null ? "" : split.get(i);
      boolean goesOn = piece.endsWith(ESCAPE) && i + 1 < split.size();
      word.append(goesOn ? piece.substring(0, piece.length() - 1) + "," : piece);
      if (!goesOn) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }

  /**
   * The entries of the POM, and those of properties {@code name.KEY}, which go before them.
   *
   * @throws MojoFailureException for a property {@code name}, which Maven would ignore
   */
  static Map<String, String> map(Properties user, String name, Map<String, String> configured)
      throws MojoFailureException {
    if (user.containsKey(name)) {
      throw new MojoFailureException(name + ": one value is -D" + name + ".NAME=VALUE");
    }
    Map<String, String> map = new LinkedHashMap<>(configured);
    for (String property : user.stringPropertyNames()) {
      if (property.startsWith(name + ".")) {
        map.put(property.substring(name.length() + 1), user.getProperty(property));
      }
    }
    return map;
  }
}
