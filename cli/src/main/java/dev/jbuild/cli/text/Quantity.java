package dev.jbuild.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sizes and times in the words that docker uses for them (docker/go-units). */
public final class Quantity {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  /** Of its own, as Java looks for rules of time zones in every jar once one is asked for. */
  private static final class Moment {
    static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx zzz", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
  }

  private Quantity() {}

  /** A number of bytes in decimal units with three significant digits: {@code 7.05MB}. */
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    return rounded.toPlainString() + UNITS[unit];
  }

  /** How long ago {@code then} was, {@code N/A} when that is not known. */
  public static String age(@Nullable Instant then, Instant now) {
    return then == null ? "N/A" : span(Duration.between(then, now)) + " ago";
  }

  /** A time of this place as Go writes it: {@code 2026-11-22 20:16:46 +0000 UTC}. */
  public static String moment(@Nullable Instant time) {
    return time == null ? "N/A" : Moment.FORMAT.format(time);
  }

  private static String span(Duration span) {
    long seconds = span.toSeconds();
    long hours = Math.round(span.toMinutes() / 60.0);
    if (seconds < 1) {
      return "Less than a second";
    } else if (seconds < 60) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    } else if (span.toMinutes() < 60) {
      return span.toMinutes() == 1 ? "About a minute" : span.toMinutes() + " minutes";
    } else if (hours < 48) {
      return hours == 1 ? "About an hour" : hours + " hours";
    } else if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    } else if (hours < 24 * 60) {
      return hours / 24 / 7 + " weeks";
    } else if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return span.toDays() / 365 + " years";
  }

  /** Seconds with one decimal: {@code 12.3s}. */
  public static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
  }
}
