package dev.jbuild.builder.plan;

import dev.jbuild.parser.text.Quoted;
import java.util.List;
import java.util.stream.Collectors;

/** Values in the form that Go prints them, which is what the history of docker's images holds. */
final class GoText {
  private GoText() {}

  /** {@code ["a" "b"]}. */
  static String quoted(List<String> words) {
    return words.stream().map(Quoted::quote).collect(Collectors.joining(" ", "[", "]"));
  }

  /** {@code [a b]}. */
  static String plain(Iterable<String> words) {
    return "[" + String.join(" ", words) + "]";
  }

  /** A duration in nanoseconds: {@code 1m30s}, {@code 500ms}, {@code 0s}. */
  static String duration(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    if (nanos < 1_000_000) {
      return decimal(nanos, 1_000) + "µs";
    }
    if (nanos < 1_000_000_000) {
      return decimal(nanos, 1_000_000) + "ms";
    }
    long minutes = nanos / 60_000_000_000L;
    String seconds = decimal(nanos - minutes * 60_000_000_000L, 1_000_000_000) + "s";
    if (minutes == 0) {
      return seconds;
    }
    long hours = minutes / 60;
    return (hours > 0 ? hours + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private static String decimal(long value, long unit) {
    String fraction = String.valueOf(unit + value % unit).substring(1).replaceAll("0+$", "");
    return value / unit + (fraction.isEmpty() ? "" : "." + fraction);
  }
}
