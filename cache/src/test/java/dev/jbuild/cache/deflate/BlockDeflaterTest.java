package dev.jbuild.cache.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockDeflaterTest {
  private static final int WINDOW = BlockDeflater.WINDOW;

  /** What zlib makes of the block when it has had the bytes before it. */
  private static byte[] inflate(BlockDeflater deflater, byte[] bytes, int start, int from, int to)
      throws Exception {
    int size = deflater.deflate(bytes, start, from, to);
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflater.output(), 0, size);
      if (start < from) {
        inflater.setDictionary(bytes, start, from - start);
      }
      byte[] result = new byte[to - from + 1];
      int length = 0;
      int count;
      while ((count = inflater.inflate(result, length, result.length - length)) > 0) {
        length += count;
      }
      assertThat(inflater.getRemaining()).isZero();
      assertThat(inflater.finished()).isFalse();
      return Arrays.copyOf(result, length);
    } finally {
      inflater.end();
    }
  }

  private static void check(BlockDeflater deflater, byte[] bytes, int start, int from, int to)
      throws Exception {
    assertThat(inflate(deflater, bytes, start, from, to))
        .as("%d to %d after %d", from, to, start)
        .isEqualTo(Arrays.copyOfRange(bytes, from, to));
  }

  /** Words, runs, noise and repeats from far and near, in a mix that the seed chooses. */
  private static byte[] sample(Random random, int size) {
    byte[] bytes = new byte[size];
    int letters = 1 + random.nextInt(256);
    for (int at = 0; at < size; ) {
      int end = Math.min(size, at + 1 + random.nextInt(1 << random.nextInt(14)));
      int kind = random.nextInt(4);
      int back = at == 0 ? 0 : 1 + random.nextInt(Math.min(at, 70_000));
      byte run = (byte) random.nextInt();
      for (; at < end; at++) {
        bytes[at] =
            switch (kind) {
              case 0 -> run;
              case 1 -> (byte) random.nextInt();
              case 2 -> (byte) random.nextInt(letters);
              default -> back == 0 ? run : bytes[at - back];
            };
      }
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 9})
  void deflate_ofAnyBytes_isInflatedByZlib(int level) throws Exception {
    try (BlockDeflater deflater = BlockDeflater.ofLevel(level)) {
      for (int seed = 0; seed < 300; seed++) {
        Random random = new Random(seed);
        byte[] bytes = sample(random, random.nextInt(200_000));
        int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int start = Math.max(0, from - random.nextInt(WINDOW + 1));
        check(deflater, bytes, start, from, bytes.length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void deflate_ofEverySmallSize_isInflatedByZlib(int level) throws Exception {
    byte[] bytes = sample(new Random(7), 400);
    try (BlockDeflater deflater = BlockDeflater.ofLevel(level)) {
      for (int to = 0; to <= 100; to++) {
        check(deflater, bytes, 0, 0, to);
        check(deflater, new byte[to], 0, 0, to);
        check(deflater, bytes, 0, 300, 300 + to);
        check(deflater, bytes, 290, 300, 300 + to);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void deflate_ofMatchesAsFarAsTheyMayBe_isInflatedByZlib(int level) throws Exception {
    for (int distance : new int[] {WINDOW - 1, WINDOW, WINDOW + 1}) {
      byte[] bytes = new byte[3 * WINDOW];
      byte[] noise = new byte[distance];
      new Random(distance).nextBytes(noise);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = noise[i % distance];
      }
      try (BlockDeflater deflater = BlockDeflater.ofLevel(level)) {
        check(deflater, bytes, 0, WINDOW, bytes.length);
        boolean reached = deflater.deflate(bytes, 0, WINDOW, bytes.length) < WINDOW;
        assertThat(reached).as("matches of %d", distance).isEqualTo(distance <= WINDOW);
      }
    }
  }

  /** Frequencies like Fibonacci's numbers ask for longer codes than there are. */
  @Test
  void deflate_whenCodesWouldBeTooLong_isInflatedByZlib() throws Exception {
    byte[] bytes = new byte[30_000];
    int at = 0;
    int previous = 1;
    int frequency = 1;
    for (int symbol = 0; at < bytes.length; symbol++) {
      int end = Math.min(bytes.length, at + frequency);
      Arrays.fill(bytes, at, end, (byte) symbol);
      at = end;
      int next = previous + frequency;
      previous = frequency;
      frequency = next;
    }
    Random random = new Random(3);
    for (int i = bytes.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      byte kept = bytes[i];
      bytes[i] = bytes[other];
      bytes[other] = kept;
    }
    try (BlockDeflater deflater = BlockDeflater.ofLevel(1)) {
      check(deflater, bytes, 0, 0, bytes.length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void deflate_ofNoise_growsByLessThanAThousandth(int level) throws Exception {
    byte[] noise = new byte[512 * 1024];
    new Random(1).nextBytes(noise);
    try (BlockDeflater deflater = BlockDeflater.ofLevel(level)) {
      assertThat(deflater.deflate(noise, 0, 0, noise.length))
          .isLessThan(noise.length + noise.length / 1000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void deflate_ofZeros_leavesNextToNothing(int level) throws Exception {
    byte[] zeros = new byte[512 * 1024];
    try (BlockDeflater deflater = BlockDeflater.ofLevel(level)) {
      check(deflater, zeros, 0, 0, zeros.length);
      assertThat(deflater.deflate(zeros, 0, 0, zeros.length)).isLessThan(zeros.length / 500);
    }
  }

  @Test
  void deflate_doesNotDependOnWhatCameBefore() throws Exception {
    byte[] bytes = sample(new Random(5), 100_000);
    try (BlockDeflater used = BlockDeflater.ofLevel(2);
        BlockDeflater fresh = BlockDeflater.ofLevel(2)) {
      used.deflate(sample(new Random(6), 300_000), 0, 0, 300_000);
      int size = used.deflate(bytes, 0, 10_000, bytes.length);
      assertThat(fresh.deflate(bytes, 0, 10_000, bytes.length)).isEqualTo(size);
      assertThat(Arrays.copyOf(used.output(), size)).isEqualTo(Arrays.copyOf(fresh.output(), size));
    }
  }
}
