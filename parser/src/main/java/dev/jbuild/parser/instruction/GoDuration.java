package dev.jbuild.parser.instruction;

import dev.jbuild.parser.text.Quoted;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations such as {@code 1m30s} or {@code 1.5h}.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">the format</a>
 */
final class GoDuration {
  private static final Pattern PART = Pattern.compile("([0-9]*)(\\.[0-9]*)?([^0-9.]*)");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  static Duration parse(String text) throws InvalidInstructionException {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    BigDecimal total = BigDecimal.ZERO;
    Matcher part = PART.matcher(rest);
    int position = 0;
    do {
      part.region(position, rest.length());
      if (!part.lookingAt() || (part.group(1).isEmpty() && isNoFraction(part.group(2)))) {
        throw invalid("invalid duration " + Quoted.quote(text));
      }
      if (part.group(3).isEmpty()) {
        throw invalid("missing unit in duration " + Quoted.quote(text));
      }
      Long unit = NANOSECONDS.get(part.group(3));
      if (unit == null) {
        throw invalid(
            "unknown unit %s in duration %s"
                .formatted(Quoted.quote(part.group(3)), Quoted.quote(text)));
      }
      total = total.add(number(part).multiply(BigDecimal.valueOf(unit)));
      position = part.end();
    } while (position < rest.length());
    if (total.compareTo(LONGEST) > 0) {
      throw invalid("invalid duration " + Quoted.quote(text));
    }
    long nanoseconds = total.setScale(0, RoundingMode.DOWN).longValueExact();
    return Duration.ofNanos(negative ? -nanoseconds : nanoseconds);
  }

  private static boolean isNoFraction(@Nullable String fraction) {
    return fraction == null || fraction.equals(".");
  }

  private static BigDecimal number(Matcher part) {
    String fraction = part.group(2) == null ? "" : part.group(2);
    return new BigDecimal("0" + part.group(1) + (fraction.equals(".") ? "" : fraction));
  }

  private static InvalidInstructionException invalid(String what) {
    return new InvalidInstructionException(
        "time: " + what, "write a number and a unit, as in 30s or 1m30s");
  }
}
