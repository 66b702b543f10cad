package dev.jbuild.builder.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://h/r.git, https://h/r.git, , ''",
    "https://h/r.git#main, https://h/r.git, main, ''",
    "https://h/r.git#v1:a/b, https://h/r.git, v1, a/b",
    "https://h/r.git#:a/../../b/./c, https://h/r.git, , b/c",
    "https://h/r.git?ref=v1&subdir=a%2Fb, https://h/r.git, v1, a/b",
    "https://h/r.git?tag=v1, https://h/r.git, refs/tags/v1, ''",
    "https://h/r.git?branch=x, https://h/r.git, refs/heads/x, ''",
    "https://h/r.git?commit=abc, https://h/r.git, abc, ''",
    "git://h/r#x, git://h/r, x, ''",
    "git@h:o/r.git#x:y, git@h:o/r.git, x, y",
    "ssh://git@h/r, ssh://git@h/r, , ''",
  })
  void parse_ofAGitAddress_findsItsParts(String text, String remote, String ref, String directory) {
    GitAddress address = GitAddress.parse(text).orElseThrow();
    assertThat(address.remote()).isEqualTo(remote);
    assertThat(address.ref()).isEqualTo(ref);
    assertThat(address.directory()).isEqualTo(directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://h/file.tar",
        "https://h/r.git/x",
        "a/b",
        "./r.git",
        "file:///r.git",
        "a@b"
      })
  void parse_ofSomethingElse_isEmpty(String text) {
    assertThat(GitAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/r.git?ref=a#b, ref conflicts",
    "https://h/r.git?x=y, unexpected query",
    "https://h/r.git?ref=, has no value",
    "https://h/r.git?keep-git-dir=maybe, invalid keep-git-dir value",
  })
  void parse_ofAWrongQuery_tellsWhatIsWrong(String text, String reason) {
    assertThatThrownBy(() -> GitAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void parse_ofSwitches_takesTheirValues() {
    GitAddress address =
        GitAddress.parse("https://h/r.git?keep-git-dir&submodules=false").orElseThrow();
    assertThat(address.keepGitDirectory()).isTrue();
    assertThat(address.submodules()).isFalse();
  }
}
