package dev.jbuild.parser.value;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The signals that STOPSIGNAL may name: those of Linux, by number or by name. */
public final class StopSignal {
  private static final Pattern NUMBER = Pattern.compile("[+-]?0*([0-9]{1,18})");
  private static final Pattern REAL_TIME =
      Pattern.compile("RTMIN(\\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?");
  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

  private StopSignal() {}

  /** Checks a signal; its name may have a SIG in front and any case. */
  public static void check(String signal) throws InvalidValueException {
    String upper = signal.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    var number = NUMBER.matcher(signal);
    boolean valid =
        number.matches()
            ? Long.parseLong(number.group(1)) != 0
            : NAMES.contains(name) || REAL_TIME.matcher(name).matches();
    if (!valid) {
      throw new InvalidValueException("invalid signal: " + signal);
    }
  }
}
