package dev.jbuild.parser.fuzz;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Makes words for expansion: quotes, escapes, and variables with every modifier, nested. */
final class Words {
  static final Arbitrary<String> MODIFIER =
      Arbitraries.of(
          ":-", "-", ":+", "+", ":?", "?", "#", "##", "%", "%%", "/", "//", "=", ":=", ":");
  static final Arbitrary<String> NAME = Arbitraries.of("x", "xy", "A", "_1", "PATH", "1", "@", "");
  private static final int DEPTH = 4;

  private Words() {}

  /** A word of any kind, most of them well formed. */
  static Arbitrary<String> any() {
    return word(DEPTH).list().ofMaxSize(3).map(parts -> String.join("", parts));
  }

  /** Text in which nothing is special. */
  static Arbitrary<String> plain() {
    return Arbitraries.strings().withChars("abz09._-:*?[]!^~\u00e9\u4e2d").ofMaxLength(8);
  }

  private static Arbitrary<String> word(int depth) {
    Arbitrary<String> simple =
        Arbitraries.oneOf(
            plain(),
            Arbitraries.of(
                "\\", "\\$", "\\\"", "`", "'", "\"", "$", "${", "}", "/", " ", "\\}", "\\/", "#",
                "%"),
            NAME.map(name -> "$" + name),
            NAME.map(name -> "${" + name + "}"));
    if (depth == 0) {
      return simple;
    }
    Arbitrary<String> inner = Arbitraries.lazy(() -> word(depth - 1));
    return Arbitraries.frequencyOf(
        Tuple.of(4, simple),
        Tuple.of(1, inner.map(text -> "\"" + text + "\"")),
        Tuple.of(1, inner.map(text -> "'" + text + "'")),
        Tuple.of(
            4,
            Combinators.combine(NAME, MODIFIER, inner, inner)
                .as((name, modifier, one, two) -> "${" + name + modifier + one + "/" + two + "}")),
        Tuple.of(
            4,
            Combinators.combine(NAME, MODIFIER, inner)
                .as((name, modifier, text) -> "${" + name + modifier + text + "}")));
  }
}
