package dev.jbuild.cli.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size in bytes, with docker's units: b, k, m, g, t, each 1024 of the one before. */
final class SizeWord implements ITypeConverter<Long> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?) ?([bkmgt]?)(?:i?b)?");
  private static final String UNITS = "bkmgt";

  @Override
  public Long convert(String word) {
    Matcher matcher = FORM.matcher(word.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("\"" + word + "\" is no size such as 64m or 1.5g");
    }
    String unit = matcher.group(2);
    long factor = unit.isEmpty() ? 1 : 1L << (10 * UNITS.indexOf(unit));
    return (long) (Double.parseDouble(matcher.group(1)) * factor);
  }
}
