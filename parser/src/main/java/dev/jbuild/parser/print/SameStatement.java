package dev.jbuild.parser.print;

import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.syntax.Flag;
import dev.jbuild.parser.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether two statements mean the same, wherever they stand and however they are laid out. */
final class SameStatement {
  private SameStatement() {}

  static boolean test(Statement left, Statement right) {
    return content(left).equals(content(right));
  }

  static boolean test(List<Statement> left, List<Statement> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!test(left.get(i), right.get(i))
          || !left.get(i).origin().comments().equals(right.get(i).origin().comments())) {
        return false;
      }
    }
    return true;
  }

  private record Content(
      String keyword,
      List<String> flags,
      boolean array,
      List<String> values,
      List<Heredoc> heredocs,
      @Nullable String trigger) {}

  /** Triggers are kept in image configs as they were written, so there every blank counts. */
  private static Content content(Statement statement) {
    Statement trigger = statement.trigger();
    return new Content(
        statement.keyword().toUpperCase(Locale.ROOT),
        statement.flags().stream().map(Flag::text).toList(),
        statement.arguments().array(),
        values(statement),
        statement.heredocs(),
        trigger == null ? null : trigger.origin().original());
  }

  /** The arguments, with the words of the language in one spelling. */
  private static List<String> values(Statement statement) {
    List<String> values = new ArrayList<>(statement.arguments().values());
    int word =
        switch (statement.keyword().toUpperCase(Locale.ROOT)) {
          case "FROM" -> values.size() == 3 && values.get(1).equalsIgnoreCase("as") ? 1 : -1;
          case "HEALTHCHECK" -> values.isEmpty() ? -1 : 0;
          default -> -1;
        };
    if (word >= 0) {
      values.set(word, values.get(word).toUpperCase(Locale.ROOT));
    }
    return values;
  }
}
