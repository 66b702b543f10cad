package dev.jbuild.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String EMPTY =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void sha256_ofNothing_isTheKnownValue() {
    assertThat(Digest.sha256(new byte[0])).hasToString(EMPTY);
    assertThat(Digest.parse(EMPTY)).isEqualTo(Digest.sha256(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256:",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:../../../../../../etc/passwd0000000000000000000000000000000000000",
      })
  void parse_whenNotADigest_refuses(String text) {
    assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(OciFormatException.class);
  }

  @Test
  void matches_whenContentDiffers_isFalse() {
    Digest digest = Digest.sha256("a".getBytes(StandardCharsets.US_ASCII));
    var computation = digest.newComputation();
    computation.update((byte) 'b');
    assertThat(digest.matches(computation)).isFalse();
    computation.update((byte) 'a');
    assertThat(digest.matches(computation)).isTrue();
  }

  @Test
  void chainId_ofTwoLayers_hashesTheTextOfTheFirstAndTheSecond() {
    DiffId first = new DiffId(Digest.sha256(new byte[] {1}));
    DiffId second = new DiffId(Digest.sha256(new byte[] {2}));
    assertThat(ChainId.of(List.of(first)).digest()).isEqualTo(first.digest());
    assertThat(ChainId.of(List.of(first, second)).digest())
        .isEqualTo(Digest.sha256((first + " " + second).getBytes(StandardCharsets.US_ASCII)));
    assertThatThrownBy(() -> ChainId.of(List.of())).isInstanceOf(OciFormatException.class);
  }
}
