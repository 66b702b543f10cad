package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.deflate.BlockDeflater;
import dev.jbuild.cache.deflate.BlockDeflaters;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.DeflateProcess;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.layer.NativeDeflater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The native deflater beside the one in Java: the digest of a layer must not tell them apart. */
class NativeDeflateTest {
  private static final int BLOCK = 512 * 1024;
  private static final int WINDOW = BlockDeflater.WINDOW;

  @TempDir private Path work;
  private final List<String> log = new ArrayList<>();

  private Optional<NativeDeflater> process(@Nullable Path program) {
    return DeflateProcess.start(
        new AgentOptions(work, work.resolve("native"), Isolation.AUTO, log::add, program));
  }

  private BlockDeflaters foreign(int level) {
    return new BlockDeflaters(
        level,
        () -> {
          Optional<NativeDeflater> process = process(null);
          assertThat(process).as("%s", log).isPresent();
          return process;
        });
  }

  private static byte[] deflated(BlockDeflater deflater, byte[] bytes, int start, int from, int to)
      throws IOException {
    int size = deflater.deflate(bytes, start, from, to);
    return Arrays.copyOf(deflater.output(), size);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void deflate_ofAnything_givesTheBytesThatJavaGives(int level) throws IOException {
    Random random = new Random(level);
    try (BlockDeflaters foreign = foreign(level);
        BlockDeflater java = BlockDeflater.ofLevel(level)) {
      BlockDeflater there = foreign.take();
      for (int i = 0; i < 120; i++) {
        int size = i % 3 == 0 ? random.nextInt(100) : random.nextInt(WINDOW + BLOCK + 1);
        byte[] bytes = MixedBytes.of(random, size);
        int from = random.nextInt(Math.min(size, WINDOW) + 1);
        int to = Math.min(size, from + BLOCK);
        int start = random.nextBoolean() ? from : random.nextInt(from + 1);

        assertThat(deflated(there, bytes, start, from, to))
            .as("sample %d: %d, %d to %d", i, start, from, to)
            .isEqualTo(deflated(java, bytes, start, from, to));
      }
      foreign.give(there);
    }
    assertThat(log).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void deflate_ofExtremes_givesTheBytesThatJavaGives(int level) throws IOException {
    byte[] zeros = new byte[WINDOW + BLOCK];
    byte[] noise = new byte[WINDOW + BLOCK];
    new Random(level).nextBytes(noise);
    byte[] skewed = new byte[WINDOW + BLOCK]; // frequencies like Fibonacci's need the longest codes
    for (int at = 0, symbol = 0, left = 1, last = 1; at < skewed.length; at++) {
      skewed[at] = (byte) (symbol * 37);
      if (--left == 0) {
        symbol++;
        left = last = Math.min(BLOCK, last + Math.max(1, last * 2 / 3));
      }
    }
    try (BlockDeflaters foreign = foreign(level);
        BlockDeflater java = BlockDeflater.ofLevel(level)) {
      BlockDeflater there = foreign.take();
      for (byte[] bytes : List.of(zeros, noise, skewed)) {
        assertThat(deflated(there, bytes, 0, WINDOW, bytes.length))
            .isEqualTo(deflated(java, bytes, 0, WINDOW, bytes.length));
      }
      foreign.give(there);
    }
  }

  @Test
  void start_whenTheProgramCannotRun_saysSoAndLeavesItToJava() throws IOException {
    Path program = Files.writeString(work.resolve("no-program"), "");

    assertThat(process(program)).isEmpty();

    assertThat(log)
        .singleElement()
        .asString()
        .contains("compressed in Java")
        .contains("no-program");
    try (BlockDeflaters deflaters = new BlockDeflaters(2, () -> process(program));
        BlockDeflater java = deflaters.take()) {
      assertThat(deflated(java, new byte[1000], 0, 0, 1000)).hasSizeLessThan(100);
    }
  }

  @Test
  void deflate_whenTheProcessIsGone_fails() throws IOException {
    NativeDeflater process = process(null).orElseThrow();
    process.close();

    assertThatThrownBy(() -> process.deflate(2, new byte[9], 0, 0, 9))
        .isInstanceOf(IOException.class);
  }
}
