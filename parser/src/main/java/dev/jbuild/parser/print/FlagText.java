package dev.jbuild.parser.print;

import org.jspecify.annotations.Nullable;

/** Writes the flags of an instruction, each with a blank before it. */
final class FlagText {
  private final StringBuilder out = new StringBuilder();

  FlagText add(String name, @Nullable String value) {
    if (value != null) {
      out.append(" --").append(name).append('=').append(quote(value));
    }
    return this;
  }

  FlagText addAll(String name, Iterable<String> values) {
    values.forEach(value -> add(name, value));
    return this;
  }

  /** Adds a switch that is on. */
  FlagText addIf(String name, boolean on) {
    if (on) {
      out.append(" --").append(name);
    }
    return this;
  }

  /** Adds a switch that is on or off, unless it is null. */
  FlagText addSwitch(String name, @Nullable Boolean on) {
    if (on != null) {
      out.append(" --").append(name).append(on ? "" : "=false");
    }
    return this;
  }

  private static String quote(String value) {
    boolean plain = value.chars().noneMatch(c -> "\t\u000b\f\r \"'\\".indexOf(c) >= 0);
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The flags, and arguments behind them that may look like one more flag. */
  String before(String arguments) {
    String end = arguments.startsWith("--") ? " --" : "";
    return out + end + (arguments.isEmpty() ? "" : " " + arguments);
  }
}
