package dev.jbuild.builder.plan;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The signals that STOPSIGNAL may name: those of Linux, by number or by name. */
final class Signals {
  private static final Pattern REAL_TIME =
      Pattern.compile("RTMIN(\\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?");
  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

  private Signals() {}

  /**
   * @throws IllegalArgumentException when there is no such signal
   */
  static void check(String signal) {
    String upper = signal.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    boolean number = signal.matches("[0-9]{1,9}") && Integer.parseInt(signal) != 0;
    if (!number && !NAMES.contains(name) && !REAL_TIME.matcher(name).matches()) {
      throw new IllegalArgumentException("invalid signal: " + signal);
    }
  }
}
