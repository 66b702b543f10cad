package dev.jbuild.cli.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions of Go's templates, and docker's. */
final class Functions {
  static final List<String> NAMES =
      List.of(
          "and",
          "or",
          "not",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "len",
          "index",
          "slice",
          "print",
          "println",
          "printf",
          "json",
          "split",
          "join",
          "title",
          "lower",
          "upper",
          "pad",
          "truncate");

  private final String name;
  private final List<@Nullable Object> arguments;

  private Functions(String name, List<@Nullable Object> arguments) {
    this.name = name;
    this.arguments = arguments;
  }

  static @Nullable Object call(String name, List<@Nullable Object> arguments) {
    return new Functions(name, arguments).value();
  }

  private @Nullable Object value() {
    return switch (name) {
      case "and" -> firstThat(false);
      case "or" -> firstThat(true);
      case "not" -> !Values.isTrue(only());
      case "eq" ->
          !rest(2).isEmpty()
              && rest(2).stream().anyMatch(each -> Values.areEqual(arguments.getFirst(), each));
      case "ne" -> !Values.areEqual(argument(0, 2), argument(1, 2));
      case "lt" -> Values.compare(argument(0, 2), argument(1, 2)) < 0;
      case "le" -> Values.compare(argument(0, 2), argument(1, 2)) <= 0;
      case "gt" -> Values.compare(argument(0, 2), argument(1, 2)) > 0;
      case "ge" -> Values.compare(argument(0, 2), argument(1, 2)) >= 0;
      case "len" -> length(only());
      case "index" -> indexed();
      case "slice" -> slice();
      case "print" -> Printing.print(arguments);
      case "println" -> Printing.println(arguments);
      case "printf" -> Printing.printf(Values.text(first()), rest(1));
      case "json" -> Values.json(only());
      default -> text();
    };
  }

  private Object text() {
    return switch (name) {
      case "split" ->
          List.of(
              Values.text(argument(0, 2)).split(Pattern.quote(Values.text(argument(1, 2))), -1));
      case "join" -> {
        if (!(argument(0, 2) instanceof Collection<?> parts)) {
          throw new IllegalArgumentException(
              "join takes a list, not " + Values.shown(arguments.getFirst()));
        }
        yield parts.stream()
            .map(Values::shown)
            .collect(Collectors.joining(Values.text(argument(1, 2))));
      }
      case "title" -> {
        String text = Values.text(only());
        yield text.isEmpty()
            ? text
            : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
      }
      case "lower" -> Values.text(only()).toLowerCase(Locale.ROOT);
      case "upper" -> Values.text(only()).toUpperCase(Locale.ROOT);
      case "pad" -> {
        String text = Values.text(argument(0, 3));
        yield text.isEmpty() ? text : " ".repeat(size(1, 3)) + text + " ".repeat(size(2, 3));
      }
      case "truncate" -> {
        String text = Values.text(argument(0, 2));
        yield text.substring(0, Math.min(text.length(), size(1, 2)));
      }
      default -> throw new IllegalArgumentException("there is no function " + name);
    };
  }

  private int size(int at, int of) {
    return Math.clamp(Values.number(argument(at, of)), 0, 10_000);
  }

  private @Nullable Object firstThat(boolean truth) {
    rest(1);
    return arguments.stream()
        .filter(each -> Values.isTrue(each) == truth)
        .findFirst()
        .orElse(arguments.getLast());
  }

  private static long length(@Nullable Object value) {
    return switch (value) {
      case String text -> text.getBytes(StandardCharsets.UTF_8).length;
      case Collection<?> values -> values.size();
      case Map<?, ?> map -> map.size();
      case null, default -> throw new IllegalArgumentException(Values.shown(value) + " has no len");
    };
  }

  private @Nullable Object indexed() {
    @Nullable Object value = arguments.isEmpty() ? null : arguments.getFirst();
    for (Object key : rest(1)) {
      value =
          switch (value) {
            case Map<?, ?> map -> map.containsKey(key) ? map.get(key) : absent(map);
            case List<?> list -> list.get(place(key, list.size() - 1));
            case null, default ->
                throw new IllegalArgumentException(
                    "index " + Values.shown(key) + " of " + Values.shown(value) + ", not a list");
          };
    }
    return value;
  }

  /** Go gives the empty text for what a map of texts does not have. */
  private static @Nullable Object absent(Map<?, ?> map) {
    return map.values().stream().allMatch(String.class::isInstance) ? "" : null;
  }

  private static int place(@Nullable Object at, int last) {
    long place = Values.number(at);
    if (place < 0 || place > last) {
      throw new IllegalArgumentException("index out of range: " + place);
    }
    return (int) place;
  }

  private Object slice() {
    @Nullable Object value = argument(0, arguments.size());
    int length = (int) length(value);
    int from = arguments.size() > 1 ? place(arguments.get(1), length) : 0;
    int to = arguments.size() > 2 ? place(arguments.get(2), length) : length;
    if (from > to) {
      throw new IllegalArgumentException("slice " + from + " to " + to + " is turned round");
    }
    return value instanceof List<?> list
        ? new ArrayList<>(list.subList(from, to))
        : Values.text(value).substring(from, to);
  }

  private List<@Nullable Object> rest(int least) {
    if (arguments.size() < least) {
      throw new IllegalArgumentException(name + " needs " + least + " values or more");
    }
    return arguments.subList(1, arguments.size());
  }

  private @Nullable Object first() {
    rest(1);
    return arguments.getFirst();
  }

  private @Nullable Object only() {
    return argument(0, 1);
  }

  private @Nullable Object argument(int at, int of) {
    if (arguments.size() != of || of == 0) {
      throw new IllegalArgumentException(
          name + " takes " + of + (of == 1 ? " value" : " values") + ", not " + arguments.size());
    }
    return arguments.get(at);
  }
}
