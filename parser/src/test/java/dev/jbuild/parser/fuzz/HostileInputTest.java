package dev.jbuild.parser.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jbuild.parser.expand.ExpansionOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of a mebibyte that were made to hurt. */
class HostileInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MEBIBYTE = 1 << 20;

  /** One line of a mebibyte is refused for its length, so most of these are of many lines. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~               | ~RUM x\n~
          ~FROM a\n~       | ~\n~
          ~FROM a\n~       | ~# x\n~
          ~FROM a\n~       | ~FROM b\n~
          ~FROM a\n~       | ~RUN <<E\n~
          ~FROM a\n~       | ~COPY <<E /x\nE\n~
          ~FROM a\n~       | ~ONBUILD \\\n~
          ~FROM a\n~       | ~ONBUILD ~
          ~FROM a\n~       | ~ENV a\n~
          ~FROM a\n~       | ~CMD [1]\n~
          ~FROM a\nRUN ~   | ~\\\n~
          ~FROM a\nRUN ~   | ~\\\n#\n~
          ~FROM a\nRUN ~   | ~\\\n\n~
          ~FROM a\nRUN ~   | ~[\\\n~
          ~FROM a\nRUN [~  | ~"a",\\\n~
          ~FROM a\nRUN [~  | ~{"a":[\\\n~
          ~FROM a\nRUN x~  | ~ <<E\\\n~
          ~FROM a\nRUN <<E~| ~${x:-\\\n~
          ~FROM a\nRUN ~   | ~--mount=a \\\n~
          ~FROM a\nRUN --mount=~ | ~"\\\n~
          ~FROM a\nCOPY ~  | ~--exclude=a \\\n~
          ~FROM a\nCOPY ~  | ~a \\\n~
          ~FROM a\nENV ~   | ~a=b \\\n~
          ~FROM a\nENV ~   | ~"\\\n~
          ~FROM a\nENV a=~ | ~${x:-\\\n~
          ~FROM a\nENV a=~ | ~"'\\\n~
          ~FROM a\nEXPOSE ~| ~1 \\\n~
          ~FROM a\nHEALTHCHECK --interval=~| ~1h\\\n~
          ~FROM a\nHEALTHCHECK CMD ~ | ~[\\\n~
          ~FROM a\nRUN ~   | ~\u00e9\u4e2d\\\n~
          ~FROM a\nRUN ~   | ~x~
          ~FROM a\nENV ~   | ~a=\\~
          ~# syntax=a\n~   | ~# check=b\n~
          ~# ~             | ~a ~
          """)
  void parse_ofAMebibyte_isNoWait(String start, String piece) {
    String text = start + piece.repeat(MEBIBYTE / piece.getBytes(StandardCharsets.UTF_8).length);
    assertTimeoutPreemptively(
        PATIENCE, () -> Promises.checkParser(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${x:-", "\"", "'", "\\", "$", "${x#*", "${x//a/", "a ", "$x", "${x:-a}", "\"$x\" "
      })
  void expand_ofAMebibyte_isNoWait(String piece) {
    String word = piece.repeat(MEBIBYTE / piece.length());
    assertTimeoutPreemptively(
        PATIENCE, () -> Promises.checkExpander(word, '\\', ExpansionOptions.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*\n", "**/", "!a\n", "[a", "a/", "\\", "?*", "#\n"})
  void ignoreFile_ofAMebibyte_isNoWait(String piece) {
    byte[] bytes = piece.repeat(MEBIBYTE / piece.length()).getBytes(StandardCharsets.UTF_8);
    assertTimeoutPreemptively(PATIENCE, () -> Promises.checkIgnoreFile(bytes));
  }
}
