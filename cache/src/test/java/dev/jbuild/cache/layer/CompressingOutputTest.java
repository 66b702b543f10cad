package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.layer.LayerCompression.Method;
import dev.jbuild.cache.testing.PlainDisk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompressingOutputTest {
  /** Longer than the jobs of both methods, and neither random nor trivial. */
  private static byte[] text() {
    Random random = new Random(7);
    byte[] text = new byte[20 << 20];
    for (int i = 0; i < text.length; i++) {
      text[i] =
          (byte) (i > 5000 && random.nextInt(50) > 0 ? text[i - 5000] : 'a' + random.nextInt(9));
    }
    return text;
  }

  private static byte[] compress(LayerCompression compression, byte[] text, int workers)
      throws IOException {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    try (CompressingOutput out =
        CompressingOutput.of(compression, blob, new PlainDisk(), workers)) {
      out.write(text, 0, text.length);
      out.finish();
    }
    return blob.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"GZIP,1", "GZIP,4", "ZSTD,1", "ZSTD,3", "ZSTD,9"})
  void bytes_areTheSame_onAnyNumberOfCores(Method method, int level) throws Exception {
    byte[] text = text();
    LayerCompression compression = new LayerCompression(method, level);
    byte[] alone = compress(compression, text, 1);

    assertThat(compress(compression, text, 2)).isEqualTo(alone);
    assertThat(compress(compression, text, 4)).isEqualTo(alone);
    assertThat(alone).hasSizeLessThan(text.length / 2);
    assertThat(Compression.decompress(new ByteArrayInputStream(alone)).readAllBytes())
        .isEqualTo(text);
  }

  @Test
  void level_thatTheMethodDoesNotHave_isRefused() {
    assertThatThrownBy(() -> new LayerCompression(Method.GZIP, 10))
        .hasMessage("the level is 1 to 9, not 10");
    assertThatThrownBy(() -> new LayerCompression(Method.NONE, 1))
        .hasMessage("what is not compressed has no compression level");
  }
}
