package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the form {@code NAME=VALUE}. */
final class KeyValues {
  private KeyValues() {}

  /** A name alone takes its value from the environment, and is left out if it has none there. */
  static Map<String, String> withEnvironment(String option, List<String> words, Host host)
      throws CommandException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      String name = name(option, word);
      String value = name.equals(word) ? host.variable(name) : word.substring(name.length() + 1);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  /** A name alone has an empty value. */
  static Map<String, String> plain(String option, List<String> words) throws CommandException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      String name = name(option, word);
      values.put(name, name.equals(word) ? "" : word.substring(name.length() + 1));
    }
    return values;
  }

  private static String name(String option, String word) throws CommandException {
    int equals = word.indexOf('=');
    if (equals == 0 || word.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, option + " is NAME=VALUE, not \"" + word + "\"");
    }
    return equals < 0 ? word : word.substring(0, equals);
  }
}
