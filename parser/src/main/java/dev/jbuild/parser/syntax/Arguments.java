package dev.jbuild.parser.syntax;

import java.util.List;

/**
 * The arguments of a statement, split as its instruction wants it.
 *
 * @param array whether they were a JSON array
 * @param values the words; of ENV and LABEL name, value and "=" (or "" in the old form) in turn
 */
public record Arguments(boolean array, List<String> values) {
  static final Arguments NONE = new Arguments(false, List.of());

  public Arguments {
    values = List.copyOf(values);
  }
}
