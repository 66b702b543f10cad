package dev.jbuild.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.jbuild.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KnownInputTest {
  private static final byte[] BYTES = "content".getBytes(StandardCharsets.UTF_8);

  @Test
  void digest_whenReadToTheEnd_isTheKnownOne() throws IOException {
    try (KnownInput input = input(Digest.sha256(BYTES))) {
      assertThat(input.readAllBytes()).isEqualTo(BYTES);

      assertThat(input.digest()).isEqualTo(Digest.sha256(BYTES));
    }
  }

  @Test
  void digest_whenNotReadToTheEnd_isRefused() throws IOException {
    try (KnownInput input = input(Digest.sha256(BYTES))) {
      assertThat(input.read(new byte[BYTES.length])).isEqualTo(BYTES.length);

      assertThatIllegalStateException().isThrownBy(input::digest);
    }
  }

  @Test
  void read_whenContentIsAnother_fails() throws IOException {
    try (KnownInput input = input(Digest.sha256(new byte[0]))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(input::readAllBytes)
          .withMessage("changed");
      assertThatIllegalStateException().isThrownBy(input::digest);
    }
  }

  @Test
  void close_whenReadUpToTheEndOfAnotherContent_fails() throws IOException {
    KnownInput input = input(Digest.sha256(new byte[0]));
    assertThat(input.read(new byte[BYTES.length])).isEqualTo(BYTES.length);

    assertThatExceptionOfType(IOException.class).isThrownBy(input::close).withMessage("changed");
  }

  private static KnownInput input(Digest expected) {
    return new KnownInput(
        new ByteArrayInputStream(BYTES), expected, () -> new IOException("changed"));
  }
}
