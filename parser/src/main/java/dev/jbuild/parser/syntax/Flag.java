package dev.jbuild.parser.syntax;

import dev.jbuild.parser.ast.Location;

/** A flag as one word, {@code --name} or {@code --name=value}, without its quotes. */
public record Flag(String text, Location location) {

  public String name() {
    int equals = text.indexOf('=');
    return text.substring(2, equals < 0 ? text.length() : equals);
  }

  public boolean hasValue() {
    return text.indexOf('=') >= 0;
  }

  /** The value, "" if there is none. */
  public String value() {
    return hasValue() ? text.substring(text.indexOf('=') + 1) : "";
  }
}
