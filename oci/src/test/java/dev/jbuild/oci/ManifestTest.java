package dev.jbuild.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final Descriptor CONFIG = Descriptor.of(MediaTypes.OCI_CONFIG, new byte[] {1});
  private static final Descriptor LAYER = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, new byte[] {2});

  @Test
  void of_writesWhatParseReads() {
    Manifest manifest = Manifest.of(CONFIG, List.of(LAYER));
    Manifest read = Manifest.parse(manifest.raw());
    assertThat(read.config()).isEqualTo(CONFIG);
    assertThat(read.layers()).containsExactly(LAYER);
    assertThat(read.digest()).isEqualTo(manifest.digest());
    assertThat(read.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
  }

  @Test
  void digest_isOfTheBytesAsReceived() {
    byte[] spaced =
        ("{ \"schemaVersion\": 2, \"config\": {\"mediaType\":\"x\",\"size\":1,\"digest\":\""
                + CONFIG.digest()
                + "\"}, \"layers\": null }")
            .getBytes(StandardCharsets.UTF_8);
    Manifest manifest = Manifest.parse(spaced);
    assertThat(manifest.digest()).isEqualTo(Digest.sha256(spaced));
    assertThat(manifest.layers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"schemaVersion\":1}",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:00\",\"size\":1}}",
        "{\"schemaVersion\":2} {}",
        "{\"schemaVersion\":",
      })
  void parse_whenMalformed_refuses(String text) {
    assertThatThrownBy(() -> Manifest.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(OciFormatException.class);
  }

  @Test
  void select_takesTheFirstManifestOfThePlatform() {
    Descriptor amd = LAYER.withPlatform(Platform.parse("linux/amd64"));
    Descriptor arm = CONFIG.withPlatform(Platform.parse("linux/arm64/v8"));
    ImageIndex index = ImageIndex.parse(ImageIndex.of(List.of(amd, arm, LAYER)).raw());
    assertThat(index.select(Platform.parse("linux/arm64"))).contains(arm);
    assertThat(index.select(Platform.parse("linux/s390x"))).isEmpty();
  }
}
