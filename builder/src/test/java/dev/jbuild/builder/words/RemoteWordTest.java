package dev.jbuild.builder.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.ContextSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWordTest {
  @ParameterizedTest
  @CsvSource({
    "https://host/a/b.git#main:dir, https://host/a/b.git#main:dir",
    "git://host/a, git://host/a",
    "ssh://git@host:22/a.git, ssh://git@host:22/a.git",
    "git@host:a/b#ref, git@host:a/b#ref",
    "github.com/a/b, https://github.com/a/b.git",
    "github.com/a/b.git#main, https://github.com/a/b.git#main",
    "github.com/a/b#main:dir, https://github.com/a/b.git#main:dir",
  })
  void parse_ofARepository_givesItsAddress(String word, String address) throws Exception {
    assertThat(RemoteWord.parse(word)).contains(new ContextSource.Git(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host/x.tar.gz", "HTTPS://host/Dockerfile", "https://host/a/b"})
  void parse_ofAnotherAddress_givesADownload(String word) throws Exception {
    assertThat(RemoteWord.parse(word)).contains(new ContextSource.Http(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "dir", "./github.com/a/b", "/a@b:c", "a.git", "ftp://host/a"})
  void parse_ofAPath_givesNothing(String word) throws Exception {
    assertThat(RemoteWord.parse(word)).isEmpty();
  }

  @Test
  void parse_ofARepositoryWithAWrongQuery_namesTheWord() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> RemoteWord.parse("https://host/a.git?ref="))
        .withMessage("https://host/a.git?ref=: query \"ref\" has no value");
  }
}
