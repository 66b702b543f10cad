package dev.jbuild.runner.container;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The signals of Linux on x86_64 and aarch64 (signal(7)), by name or number. */
public final class SignalName {
  private static final String[] NAMES = {
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };
  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST = 64;
  private static final Map<String, Integer> NUMBERS = numbers();

  private SignalName() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < NAMES.length; i++) {
      numbers.put(NAMES[i], i + 1);
    }
    for (int i = 0; FIRST_REAL_TIME + i <= LAST; i++) {
      numbers.put("RTMIN+" + i, FIRST_REAL_TIME + i);
      numbers.put("RTMAX-" + i, LAST - i);
    }
    numbers.put("RTMIN", FIRST_REAL_TIME);
    numbers.put("RTMAX", LAST);
    numbers.put("IOT", numbers.get("ABRT"));
    numbers.put("POLL", numbers.get("IO"));
    return Map.copyOf(numbers);
  }

  /**
   * The number of {@code TERM}, {@code SIGTERM} or {@code 15}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static int number(String word) {
    String name = word.toUpperCase(Locale.ROOT);
    Integer number = NUMBERS.get(name.startsWith("SIG") ? name.substring(3) : name);
    if (number != null) {
      return number;
    }
    if (word.matches("[0-9]{1,2}")
        && Integer.parseInt(word) >= 1
        && Integer.parseInt(word) <= LAST) {
      return Integer.parseInt(word);
    }
    throw new IllegalArgumentException("invalid signal: " + word);
  }
}
