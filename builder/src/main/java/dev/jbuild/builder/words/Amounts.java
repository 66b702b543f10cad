package dev.jbuild.builder.words;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes and spans of time as people write them. */
public final class Amounts {
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmgtp]?)(i?)b?");
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d|w)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  private Amounts() {}

  /** A number of bytes: {@code 500MB} of 1000, {@code 2GiB} of 1024; empty for another text. */
  public static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || (matcher.group(2).isEmpty() && !matcher.group(3).isEmpty())) {
      return Optional.empty();
    }
    int power = matcher.group(2).isEmpty() ? 0 : "kmgtp".indexOf(matcher.group(2)) + 1;
    BigDecimal unit = BigDecimal.valueOf(matcher.group(3).isEmpty() ? 1000 : 1024).pow(power);
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(unit);
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(bytes.longValue());
  }

  /** A span: {@code 36h}, {@code 1h30m}, {@code 14d}, {@code 2w}; empty for another text. */
  public static Optional<Duration> span(String text) {
    Matcher part = PART.matcher(text.strip());
    Duration sum = Duration.ZERO;
    int end = 0;
    while (end < part.regionEnd() && part.find() && part.start() == end) {
      long millis = UNITS.getOrDefault(part.group(2), Duration.ZERO).toMillis();
      BigDecimal amount = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(millis));
      sum = sum.plusMillis(amount.longValue());
      end = part.end();
    }
    return end == 0 || end < text.strip().length() ? Optional.empty() : Optional.of(sum);
  }
}
