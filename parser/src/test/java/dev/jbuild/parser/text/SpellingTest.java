package dev.jbuild.parser.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
  private static final List<String> WORDS =
      List.of("build", "run", "rm", "ps", "images", "push", "grep", "there", "--tag", "-f", "-t");

  @ParameterizedTest
  @CsvSource({
    "biuld, build", "buidl, build", "bild, build", "rn, run", "rmm, rm", "imagse, images",
    "imgs, images", "puhs, push", "greep, grep", "thers, there", "--tga, --tag", "--ta, --tag"
  })
  void nearest_whenFewLettersAreWrong_isFound(String word, String expected) {
    assertThat(Spelling.nearest(word, WORDS)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"greet", "frobnicate", "x", "ls", "-x", "-z", "cat", "built-in", "pull"})
  void nearest_whenTheRestIsAnotherWord_isEmpty(String word) {
    assertThat(Spelling.nearest(word, WORDS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 100_000})
  void nearest_ofAWordThatNobodyWrites_isEmpty(int length) {
    assertThat(Spelling.nearest("x".repeat(length), List.of("x".repeat(length - 1)))).isEmpty();
  }
}
