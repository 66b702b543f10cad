package dev.jbuild.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
  private static final String DIGEST =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine:latest, alpine:latest",
    "alpine:3.20, docker.io/library/alpine:3.20, alpine:3.20",
    "user/app, docker.io/user/app:latest, user/app:latest",
    "docker.io/alpine, docker.io/library/alpine:latest, alpine:latest",
    "index.docker.io/user/app:1, docker.io/user/app:1, user/app:1",
    "localhost/app, localhost/app:latest, localhost/app:latest",
    "localhost:5000/app, localhost:5000/app:latest, localhost:5000/app:latest",
    "[::1]:5000/a/b:v1, [::1]:5000/a/b:v1, [::1]:5000/a/b:v1",
    "ghcr.io/a/b/c:x_Y.z-1, ghcr.io/a/b/c:x_Y.z-1, ghcr.io/a/b/c:x_Y.z-1",
    "my--app/a__b, docker.io/my--app/a__b:latest, my--app/a__b:latest",
  })
  void parse_normalisesAsDockerDoes(String text, String canonical, String familiar) {
    ImageReference reference = ImageReference.parse(text);
    assertThat(reference).hasToString(canonical);
    assertThat(reference.familiar()).isEqualTo(familiar);
    assertThat(ImageReference.parse(canonical)).isEqualTo(reference);
  }

  @ParameterizedTest
  @CsvSource({
    "alpine@" + DIGEST + ", docker.io/library/alpine@" + DIGEST,
    "alpine:3@" + DIGEST + ", docker.io/library/alpine:3@" + DIGEST,
  })
  void parse_whenDigestIsGiven_addsNoTag(String text, String canonical) {
    assertThat(ImageReference.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "'', names no image",
    "':tag', names no image",
    "user/App, must be lowercase",
    "user/a..b, repository name",
    "'a b', repository name",
    "app:, tag",
    "app:-x, tag",
    "app@sha256:12, digest",
    "reg.io:port/app, registry",
    "../../etc/passwd, registry",
  })
  void parse_whenMalformed_saysWhichPart(String text, String part) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(OciFormatException.class)
        .hasMessageContaining(part);
  }
}
