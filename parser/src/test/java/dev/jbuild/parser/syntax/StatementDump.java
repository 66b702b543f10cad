package dev.jbuild.parser.syntax;

import dev.jbuild.parser.text.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Statements in the notation of the corpus: one line each, {@code (keyword [flags] "args")}. */
final class StatementDump {
  private StatementDump() {}

  static String dump(List<Statement> statements) {
    return statements.stream()
        .map(statement -> "(" + dump(statement) + ")\n")
        .collect(Collectors.joining());
  }

  private static String dump(Statement statement) {
    var out = new StringBuilder(statement.keyword().toLowerCase(Locale.ROOT));
    if (!statement.flags().isEmpty()) {
      out.append(
          statement.flags().stream()
              .map(flag -> Quoted.quote(flag.text()))
              .collect(Collectors.joining(" ", " [", "]")));
    }
    for (String value : statement.arguments().values()) {
      out.append(' ').append(Quoted.quote(value));
    }
    Statement trigger = statement.trigger();
    if (trigger != null) {
      out.append(" (").append(dump(trigger)).append(')');
    }
    return out.toString();
  }
}
