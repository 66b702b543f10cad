package dev.jbuild.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jbuild.parser.expand.Expansion;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.ExpansionOptions;
import dev.jbuild.parser.expand.WordExpander;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Word expansion: every modifier, nested, quoted and broken. */
class ExpandPropertiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final WordExpander WORDS = new WordExpander('\\');

  @Provide
  Arbitrary<String> words() {
    return Words.any();
  }

  @Provide
  Arbitrary<String> plainWords() {
    return Words.plain();
  }

  @Provide
  Arbitrary<String> hugeWords() {
    return Inputs.hugeWords();
  }

  @Provide
  Arbitrary<Character> escapes() {
    return Arbitraries.of('\\', '`');
  }

  @Property(tries = 5000, seed = "1")
  void expanding_ofAnything_worksOrSaysWhyNot(
      @ForAll("words") String word,
      @ForAll("escapes") char escape,
      @ForAll boolean keepQuotes,
      @ForAll boolean keepEscapes,
      @ForAll boolean plainQuotes,
      @ForAll boolean keepUnset) {
    var options = new ExpansionOptions(keepQuotes, keepEscapes, plainQuotes, keepUnset);
    Promises.checkExpander(word, escape, options);
  }

  @Property(tries = 40, seed = "2", shrinking = ShrinkingMode.OFF)
  void expanding_ofUpToAMebibyte_isNoWait(@ForAll("hugeWords") String word) {
    assertTimeoutPreemptively(
        PATIENCE, () -> Promises.checkExpander(word, '\\', ExpansionOptions.DEFAULT));
  }

  @Property(tries = 300, seed = "3")
  void plainText_anyhowQuoted_isItself(@ForAll("plainWords") String text)
      throws ExpansionException {
    assertThat(expand(text, Map.of())).isEqualTo(text);
    assertThat(expand("'" + text + "'", Map.of())).isEqualTo(text);
    assertThat(expand("\"" + text + "\"", Map.of())).isEqualTo(text);
    assertThat(expand("$x", Map.of("x", text))).isEqualTo(text);
  }

  /** What a default stands for is what it says by itself, however deep the variables go. */
  @Property(tries = 1500, seed = "4")
  void modifiers_forUnsetAndSet_chooseTheirWord(@ForAll("words") String word) {
    Map<String, String> values = Map.of("x", "a");
    String expanded;
    try {
      expanded = expand("\"" + word + "\"", values);
    } catch (ExpansionException e) {
      return; // a word that cannot be expanded is no use to a modifier either
    }
    Assume.that(isClosed(word));
    assertThat(expandOrFail("\"${unset:-" + word + "}\"", values)).isEqualTo(expanded);
    assertThat(expandOrFail("\"${x:+" + word + "}\"", values)).isEqualTo(expanded);
    assertThat(expandOrFail("\"${x:-" + word + "}\"", values)).isEqualTo("a");
  }

  @Property(tries = 2000, seed = "5")
  void patterns_ofEndsAndReplacement_takeAwayPartsOfTheValue(
      @ForAll("plainWords") String value, @ForAll("plainWords") String pattern) {
    Map<String, String> values = Map.of("x", value);
    String shortest = expandOr("${x#" + pattern + "}", values, value);
    String longest = expandOr("${x##" + pattern + "}", values, value);
    assertThat(value).endsWith(shortest);
    assertThat(shortest).endsWith(longest);
    String front = expandOr("${x%" + pattern + "}", values, value);
    assertThat(value).startsWith(front);
    assertThat(front).startsWith(expandOr("${x%%" + pattern + "}", values, front));
    String gone = expandOr("${x//" + pattern + "/}", values, value);
    assertThat(gone.length()).isLessThanOrEqualTo(value.length());
  }

  @Property(tries = 2000, seed = "6")
  void words_ofAnExpansion_holdNothingThatTheTextDoesNot(@ForAll("words") String word) {
    try {
      Expansion expansion = WORDS.process(word, name -> name.length() > 1 ? null : "v");
      assertThat(expansion.words()).allMatch(expansion.text()::contains, "part of the text");
    } catch (ExpansionException e) {
      assertThat(e).hasMessageStartingWith("failed to process ");
    }
  }

  /** Without anything that ends a quoted word or a modifier before its time. */
  private static boolean isClosed(String word) {
    return word.chars().noneMatch(c -> "\"'\\{}$".indexOf(c) >= 0);
  }

  private static String expand(String word, Map<String, String> values) throws ExpansionException {
    return WORDS.expand(word, values::get);
  }

  private static String expandOrFail(String word, Map<String, String> values) {
    try {
      return expand(word, values);
    } catch (ExpansionException e) {
      throw new AssertionError(word, e);
    }
  }

  private static String expandOr(String word, Map<String, String> values, String otherwise) {
    try {
      return expand(word, values);
    } catch (ExpansionException e) {
      return otherwise;
    }
  }
}
