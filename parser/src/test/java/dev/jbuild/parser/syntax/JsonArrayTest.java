package dev.jbuild.parser.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonArrayTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                       | STRINGS
          [ "a" , "b" ]            | STRINGS
          ["\\u00e9\\n"]           | STRINGS
          ["a", -1.5e+3]           | MIXED
          [true, false, null]      | MIXED
          [[], {"a": [1, {}]}]     | MIXED
          ["a"                     | NONE
          ["a",]                   | NONE
          ["a" "b"]                | NONE
          ["a"] x                  | NONE
          ['a']                    | NONE
          ["\\x"]                  | NONE
          ["\\u00g0"]              | NONE
          [01]                     | NONE
          [{"a"}]                  | NONE
          [{"a": 1,}]              | NONE
          ["a"}                    | NONE
          "a"                      | NONE
          """)
  void kind_ofText_isWhatJsonSays(String text, JsonArray.Kind kind) {
    assertThat(JsonArray.kind(text)).isEqualTo(kind);
  }

  @Test
  void decode_ofHalfACharacter_replacesIt() {
    assertThat(JsonString.decode("\"\\ud83d\\ude00 \\ud83d \\\"\\/\""))
        .isEqualTo("\ud83d\ude00 \ufffd \"/");
  }
}
