package dev.jbuild.builder.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "*, abc, true",
    "a*c, abbc, true",
    "a*c, abbd, false",
    "?b, ab, true",
    "?b, b, false",
    "[a-c]x, bx, true",
    "[^a-c]x, bx, false",
    "[^a-c]x, dx, true",
    "'[]a]', ']', false",
    "\\*, *, true",
    "\\*, a, false",
    "[\\]], ], true",
    "[a, a, false",
    "a\\, a, false",
    "*.go, foo.go, true",
  })
  void matches_ofPattern_isGosFilepathMatch(String pattern, String name, boolean expected) {
    assertThat(Glob.matches(pattern, name)).isEqualTo(expected);
  }
}
