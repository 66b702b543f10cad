package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.testing.Programs;
import dev.jbuild.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelGzipTest {
  @TempDir Path directory;

  private static byte[] sample(int size) {
    byte[] bytes = new byte[size];
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      boolean noise = i % 100_000 < 30_000;
      bytes[i] = (byte) (noise ? random.nextInt() : "jbuild ".charAt(i % 7));
    }
    return bytes;
  }

  private static byte[] compress(byte[] bytes, int workers, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ParallelGzip gzip = new ParallelGzip(out, 2, workers)) {
      for (int at = 0; at < bytes.length; at += piece) {
        gzip.write(bytes, at, Math.min(piece, bytes.length - at));
      }
    }
    return out.toByteArray();
  }

  @Test
  void output_isTheSameForAnyWorkersAndWrites() throws Exception {
    byte[] bytes = sample(3_000_000);
    byte[] one = compress(bytes, 1, 4096);
    assertThat(compress(bytes, 4, 4096)).isEqualTo(one);
    assertThat(compress(bytes, 3, 1_000_001)).isEqualTo(one);
    assertThat(one.length).isLessThan(1_200_000);
  }

  @Test
  void output_isReadByEveryGunzip() throws Exception {
    for (int size :
        new int[] {
          0, 1, ParallelGzip.BLOCK - 1, ParallelGzip.BLOCK, ParallelGzip.BLOCK + 1, 900_000
        }) {
      byte[] bytes = sample(size);
      byte[] compressed = compress(bytes, 2, 10_000);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
          .isEqualTo(bytes);
      assertThat(Compression.decompress(new ByteArrayInputStream(compressed)).readAllBytes())
          .isEqualTo(bytes);
      Path file = Files.write(directory.resolve("f.gz"), compressed);
      Programs.run(directory, "gzip", "-t", file.toString());
      String python =
          "import gzip,hashlib;print(hashlib.sha256(gzip.open('f.gz').read()).hexdigest())";
      assertThat(Programs.run(directory, "python3", "-c", python).strip())
          .isEqualTo(Digest.sha256(bytes).hex());
    }
  }

  /** Digests of images depend on these bytes: they are the same with every Java. */
  @Test
  void output_ofFixedInput_isPinned() throws Exception {
    assertThat(Digest.sha256(compress(sample(700_000), 2, 8192)).hex())
        .isEqualTo("554eed82553d51667f7d801010945bff7ea95028ef9fa46d291c9c2580e9a4e9");
  }

  @Test
  void write_whenOutputFails_failsAndEndsItsThreads() throws Exception {
    OutputStream full =
        new OutputStream() {
          private int count;

          @Override
          public void write(int b) throws IOException {
            write(new byte[1], 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            if (count > 100_000) {
              throw new IOException("no space left");
            }
          }
        };
    assertThatThrownBy(
            () -> {
              try (ParallelGzip gzip = new ParallelGzip(full, 1, 2)) {
                gzip.write(sample(5_000_000));
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("jbuild-gzip-")) {
        // Its pool has ended, and it is on its way out.
        assertThat(thread.join(Duration.ofSeconds(30))).as("end of %s", thread).isTrue();
      }
    }
  }
}
