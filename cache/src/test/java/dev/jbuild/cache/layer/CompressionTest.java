package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.jbuild.cache.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {
  private static final byte[] TEXT =
      "some text, some text".repeat(500).getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] read(byte[] compressed) throws IOException {
    // Like a connection: a byte or two at a time, and nothing known to be available.
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(compressed)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 2));
          }

          @Override
          public int available() {
            return 0;
          }
        };
    return Compression.decompress(slow).readAllBytes();
  }

  @Test
  void decompress_whenGzipHasManyMembers_readsAll() throws Exception {
    assertThat(read(gzip(TEXT))).isEqualTo(TEXT);
    assertThat(read(join(gzip(TEXT), gzip(new byte[0]), gzip(TEXT), new byte[300])))
        .isEqualTo(join(TEXT, TEXT));
  }

  @Test
  void decompress_whenGzipHasNameCommentAndExtra_readsOver() throws Exception {
    Path file = Files.write(directory.resolve("text"), TEXT);
    Programs.run(directory, "gzip", "-9", file.toString());
    assertThat(read(Files.readAllBytes(directory.resolve("text.gz")))).isEqualTo(TEXT);
    byte[] plain = gzip(TEXT);
    byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0};
    byte[] extras = {3, 0, 1, 2, 3, 'n', 0, 'c', 'c', 0, 9, 9};
    byte[] full = join(header, extras, Arrays.copyOfRange(plain, 10, plain.length));
    assertThat(read(full)).isEqualTo(TEXT);
  }

  @Test
  void decompress_whenZstdHasFramesAndSkippableOnes_readsAll() throws Exception {
    byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7};
    byte[] frame = Zstd.compress(TEXT);
    assertThat(read(frame)).isEqualTo(TEXT);
    assertThat(read(join(skippable, frame, frame, skippable))).isEqualTo(join(TEXT, TEXT));
  }

  @Test
  void decompress_whenXzOrBzip2OrPlain_reads() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(1))) {
      xz.write(TEXT);
    }
    assertThat(read(out.toByteArray())).isEqualTo(TEXT);
    Path file = Files.write(directory.resolve("text"), TEXT);
    Programs.run(
        directory,
        "python3",
        "-c",
        "import bz2;open('text.bz2','wb').write(bz2.compress(open('text','rb').read()))");
    assertThat(read(Files.readAllBytes(directory.resolve("text.bz2")))).isEqualTo(TEXT);
    assertThat(read(Files.readAllBytes(file))).isEqualTo(TEXT);
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(new byte[] {0x1f})).containsExactly(0x1f);
  }

  @ParameterizedTest
  @CsvSource({"5,early", "60,early", "-1,early", "-8,early"})
  void decompress_whenGzipEndsEarly_fails(int length, String message) throws Exception {
    byte[] bytes = gzip(TEXT);
    byte[] cut = Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length);
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void decompress_whenGzipIsDamaged_fails() throws Exception {
    byte[] bytes = gzip(TEXT);
    byte[] sum = bytes.clone();
    sum[bytes.length - 8] ^= 1;
    assertThatThrownBy(() -> read(sum)).hasMessageContaining("wrong checksum");
    byte[] size = bytes.clone();
    size[bytes.length - 1] ^= 1;
    assertThatThrownBy(() -> read(size)).hasMessageContaining("wrong length");
    byte[] data = bytes.clone();
    Arrays.fill(data, 10, 30, (byte) 0xFF);
    assertThatThrownBy(() -> read(data)).hasMessageContaining("damaged");
    assertThatThrownBy(() -> read(join(bytes, new byte[] {1, 2, 3})))
        .hasMessageContaining("something else after it");
  }
}
