package dev.jbuild.cli.template;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Go's print, println and printf, with the verbs that JSON's values have. */
final class Printing {
  private static final Pattern VERB = Pattern.compile("%([-+0 #]*)([0-9]*)(?:\\.([0-9]+))?(.)");

  private Printing() {}

  /** Blanks stand between values of which neither is text. */
  static String print(List<@Nullable Object> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      boolean apart =
          i > 0 && !(values.get(i) instanceof String) && !(values.get(i - 1) instanceof String);
      text.append(apart ? " " : "").append(Values.shown(values.get(i)));
    }
    return text.toString();
  }

  static String println(List<@Nullable Object> values) {
    return values.stream().map(Values::shown).collect(Collectors.joining(" ")) + "\n";
  }

  static String printf(String format, List<@Nullable Object> values) {
    StringBuilder text = new StringBuilder();
    Matcher verb = VERB.matcher(format);
    int next = 0;
    while (verb.find()) {
      if (verb.group(4).equals("%")) {
        verb.appendReplacement(text, "%");
        continue;
      }
      if (next == values.size()) {
        throw new IllegalArgumentException("printf \"" + format + "\" has too few values");
      }
      verb.appendReplacement(text, Matcher.quoteReplacement(shown(verb, values.get(next++))));
    }
    verb.appendTail(text);
    if (next < values.size()) {
      throw new IllegalArgumentException("printf \"" + format + "\" has too many values");
    }
    return text.toString();
  }

  private static String shown(Matcher verb, @Nullable Object value) {
    String flags = verb.group(1);
    int width = verb.group(2).isEmpty() ? 0 : Integer.parseInt(verb.group(2));
    String shown = converted(verb, value);
    int missing = Math.min(10_000, width) - shown.length();
    if (missing <= 0) {
      return shown;
    } else if (flags.contains("-")) {
      return shown + " ".repeat(missing);
    }
    boolean zeros = flags.contains("0") && value instanceof Number;
    return (zeros ? "0" : " ").repeat(missing) + shown;
  }

  private static String converted(Matcher verb, @Nullable Object value) {
    String digits = verb.group(3);
    return switch (verb.group(4).charAt(0)) {
      case 'v', 't' -> Values.shown(value);
      case 's' -> {
        String text = Values.shown(value);
        yield digits == null
            ? text
            : text.substring(0, Math.min(text.length(), Integer.parseInt(digits)));
      }
      case 'd' -> Long.toString(Values.number(value));
      case 'x' ->
          value instanceof Number ? Long.toHexString(Values.number(value)) : wrong(verb, value);
      case 'q' -> Values.json(Values.text(value));
      case 'f' -> {
        Number number = value instanceof Number given ? given : Values.number(value);
        String places = digits == null ? "6" : digits;
        yield String.format(Locale.ROOT, "%." + places + "f", number.doubleValue());
      }
      default -> wrong(verb, value);
    };
  }

  private static String wrong(Matcher verb, @Nullable Object value) {
    throw new IllegalArgumentException(
        "printf " + verb.group() + " does not go with " + Values.shown(value));
  }
}
