package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectedDirectiveTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"a": {"syntax": "x"}, "syntax": "y z"} | y z
          {"syntax": 1}                           |
          {"b": ["syntax"], "c": "syntax"}        |
          {"syntax": "x"}, {"syntax": "y"}        |
          {"syntax": "x"                          |
          """)
  void syntax_ofJsonObject_isItsMember(String text, String expected) {
    assertThat(
            DetectedDirective.syntax(text.getBytes(StandardCharsets.UTF_8))
                .map(DetectedDirective::value)
                .orElse(null))
        .isEqualTo(expected);
  }

  @Test
  void directive_withLoneCarriageReturn_isOneLine() {
    byte[] bytes = "# syntax=a\r# b\nFROM x\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Dockerfile.parse(bytes, "Dockerfile").directives().lines()).isEqualTo(1);
  }
}
