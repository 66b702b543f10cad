package dev.jbuild.parser.ignore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreFileTest {

  @Test
  void excludes_ofPathBelowExcludedDirectory_followsTheLastPattern() throws Exception {
    IgnoreFile file =
        IgnoreFile.parse(
            "\ufeff# all but the sources\n*\n!/src/\nsrc/*.tmp\n".getBytes(StandardCharsets.UTF_8));
    assertThat(file.excludes("a")).isTrue();
    assertThat(file.excludes("src")).isFalse();
    assertThat(file.excludes("src/a")).isFalse();
    assertThat(file.excludes("src/a.tmp")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a,   true
          a/b, true
          a/c, false
          x,   false
          d,   true
          d/e, true
          """)
  void mayIncludeBelow_ofExcludedDirectory_isTrueOnlyTowardsAnException(
      String directory, boolean expected) throws Exception {
    IgnoreFile file = IgnoreFile.of(List.of("*", "!a/b/f", "!d/*/g"));
    assertThat(file.mayIncludeBelow(directory)).isEqualTo(expected);
  }

  @Test
  void of_manyStars_matchesInNoLongTime() throws Exception {
    IgnoreFile file = IgnoreFile.of(List.of("*a".repeat(60) + "b"));
    assertThat(file.excludes("a".repeat(4000))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"[a", "[]", "[b-a]", "a\\", "[-a]"})
  void of_malformedPattern_isRefused(String pattern) {
    assertThatThrownBy(() -> IgnoreFile.of(List.of(pattern)))
        .isInstanceOf(IgnoreFileException.class)
        .hasMessage("syntax error in pattern");
  }
}
