package dev.jbuild.parser.check;

import dev.jbuild.parser.expand.Variables;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that a stage sees: its environment and its build arguments. */
final class Scope {
  /** What one word may expand to, so that no chain of variables can fill the memory. */
  private static final int MOST_TEXT = 1 << 16;

  /** More names are not searched for one that is meant. */
  private static final int MOST_NAMES = 200;

  private Map<String, String> values;
  private Set<String> declared;
  private boolean shared;

  Scope(Map<String, String> values) {
    this.values = new LinkedHashMap<>(values);
    this.declared = new HashSet<>();
  }

  private Scope(Scope parent) {
    this.values = parent.values;
    this.declared = parent.declared;
    this.shared = true;
    parent.shared = true;
  }

  /** The scope of a stage that is based on this one's. */
  Scope child() {
    return new Scope(this);
  }

  void put(String name, String value) {
    own();
    values.put(name, value);
  }

  /** Declares a build argument, with or without a value. */
  void declare(String name, @Nullable String value) {
    own();
    declared.add(name);
    if (value != null) {
      values.put(name, value);
    }
  }

  private void own() {
    if (shared) {
      values = new LinkedHashMap<>(values);
      declared = new HashSet<>(declared);
      shared = false;
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  /** Whether an ARG declares the name, be it without a value. */
  boolean declares(String name) {
    return declared.contains(name);
  }

  /** The names that have a value, for suggestions. */
  List<String> names() {
    return values.keySet().stream().limit(MOST_NAMES).toList();
  }

  /** The variables for the expansion of one word. */
  Variables variables() {
    return new Variables() {
      private long length;

      @Override
      public @Nullable String get(String name) {
        String value = values.get(name);
        if (value == null) {
          return null;
        }
        length += value.length();
        return length > MOST_TEXT ? "" : value;
      }
    };
  }
}
