package dev.jbuild.parser.print;

import dev.jbuild.parser.syntax.Statement;
import java.util.Locale;

/** How free the white space between the arguments of an instruction is. */
enum ArgumentLayout {
  /** Every character counts, or might. */
  VERBATIM,
  /** Any white space separates words. */
  WORDS,
  /** White space outside quotes separates words. */
  PAIRS,
  /** White space outside strings means nothing. */
  ARRAY;

  static ArgumentLayout of(Statement statement) {
    if (statement.arguments().array()) {
      return ARRAY;
    }
    return switch (statement.keyword().toUpperCase(Locale.ROOT)) {
      case "FROM", "EXPOSE", "VOLUME" -> WORDS;
      case "ADD", "COPY" -> statement.heredocs().isEmpty() ? WORDS : VERBATIM;
      case "ARG" -> PAIRS;
      case "ENV", "LABEL" -> isLegacy(statement) ? VERBATIM : PAIRS;
      default -> VERBATIM;
    };
  }

  private static boolean isLegacy(Statement statement) {
    var values = statement.arguments().values();
    return values.size() > 2 && values.get(2).isEmpty();
  }
}
