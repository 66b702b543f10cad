package dev.jbuild.builder.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextWordTest {
  private static final Digest DIGEST = Digest.sha256("x".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path work;

  private static ContextSource source(String value) {
    Map<ImageReference, ContextSource> contexts = ContextWord.parse(List.of("name=" + value));
    assertThat(contexts).containsOnlyKeys(ImageReference.parse("name"));
    return contexts.values().iterator().next();
  }

  @Test
  void parse_ofImages_knowsScratch() throws Exception {
    assertThat(source("docker-image://alpine:3@" + DIGEST))
        .isEqualTo(new ContextSource.Image(ImageReference.parse("alpine:3@" + DIGEST)));
    assertThat(source("docker-image://scratch")).isEqualTo(new ContextSource.Empty());
  }

  @Test
  void parse_ofLayouts_tellsTagsFromPorts() throws Exception {
    assertThat(source("oci-layout://dir"))
        .isEqualTo(new ContextSource.OciLayout(Path.of("dir"), null, null));
    assertThat(source("oci-layout:///a/dir:tag@" + DIGEST))
        .isEqualTo(new ContextSource.OciLayout(Path.of("/a/dir"), "tag", DIGEST));
    assertThat(source("oci-layout:///a:b/dir"))
        .isEqualTo(new ContextSource.OciLayout(Path.of("/a:b/dir"), null, null));
  }

  @Test
  void parse_ofPaths_tellsDirectoriesFromArchives() throws Exception {
    Path file = Files.writeString(work.resolve("f=ile"), "");

    assertThat(source(work.toString())).isEqualTo(new ContextSource.Local(work));
    assertThat(source(file.toString())).isEqualTo(new ContextSource.Archive(file));
  }

  @Test
  void parse_ofTheSameNameTwice_takesTheLast() throws Exception {
    assertThat(
            ContextWord.parse(
                List.of("alpine=docker-image://a", "docker.io/library/alpine:latest=" + work)))
        .containsExactly(Map.entry(ImageReference.parse("alpine"), new ContextSource.Local(work)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name            | expected NAME=SOURCE",
        "=dir            | expected NAME=SOURCE",
        "App=.           | must be lowercase",
        "a=docker-image://B | must be lowercase",
        "a=oci-layout://d@sha256:1 | invalid context a=oci-layout://d@sha256:1",
        "a=/no/such      | failed to get build context a: there is no /no/such",
        "a=https://h/r.git?x=y | unexpected query",
      })
  void parse_ofAWrongWord_namesIt(String word, String message) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ContextWord.parse(List.of(word)))
        .withMessageContaining(message);
  }
}
