package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.deflate.RawInflater;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.InflateProcess;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.layer.NativeInflater;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The native inflater beside zlib's: the same bytes of what is sound, and an error for the rest.
 */
class NativeInflateTest {
  @TempDir private Path work;
  private final List<String> log = new ArrayList<>();
  private RawInflater inflater = RawInflater.of(Optional::empty);

  @BeforeEach
  void start() {
    inflater.close();
    inflater = RawInflater.of(() -> process(null));
    assertThat(log).isEmpty();
  }

  @AfterEach
  void end() {
    inflater.close();
  }

  private Optional<NativeInflater> process(@Nullable Path program) {
    return InflateProcess.start(
        new AgentOptions(work, work.resolve("native"), Isolation.AUTO, log::add, program));
  }

  /** What a stream gives that comes in pieces of {@code piece} bytes, and what it left. */
  private static final class Inflated {
    final byte[] bytes;
    final int left;

    Inflated(byte[] bytes, int left) {
      this.bytes = bytes;
      this.left = left;
    }
  }

  private static Inflated inflate(RawInflater inflater, byte[] stream, int piece)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[100_000];
    int from = 0;
    int to = 0;
    inflater.reset();
    while (true) {
      int count = inflater.take(buffer, 0, buffer.length);
      out.write(buffer, 0, count);
      if (count == 0) {
        from = to - inflater.remaining();
        if (inflater.finished()) {
          return new Inflated(out.toByteArray(), stream.length - from);
        }
        to = Math.min(stream.length, to + piece);
        inflater.feed(stream, from, to, to == stream.length);
      }
    }
  }

  private static byte[] deflate(byte[] bytes, int level, int strategy) {
    try (Deflaters deflater = new Deflaters(level, strategy)) {
      return deflater.deflate(bytes);
    }
  }

  /** One that ends. */
  private record Deflaters(Deflater deflater) implements AutoCloseable {
    Deflaters(int level, int strategy) {
      this(new Deflater(level, true));
      deflater.setStrategy(strategy);
    }

    byte[] deflate(byte[] bytes) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      deflater.setInput(bytes);
      deflater.finish();
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void inflate_inPiecesOfAnySize_givesTheBytes(int seed) throws IOException {
    Random random = new Random(seed);
    for (int size : new int[] {0, 1, 300, 70_000, 1_500_000}) {
      byte[] bytes = MixedBytes.of(random, size);
      for (int strategy :
          new int[] {Deflater.DEFAULT_STRATEGY, Deflater.HUFFMAN_ONLY, Deflater.FILTERED}) {
        byte[] stream = deflate(bytes, random.nextInt(10), strategy);
        byte[] followed = Arrays.copyOf(stream, stream.length + random.nextInt(20));
        int piece = 1 + followed.length / 500 + random.nextInt(1 << random.nextInt(19));
        Inflated inflated = inflate(inflater, followed, piece);
        assertThat(inflated.bytes).as("%d in pieces of %d", size, piece).isEqualTo(bytes);
        assertThat(inflated.left).isEqualTo(followed.length - stream.length);
      }
    }
  }

  /** The first wrong bit may be anywhere; zlib says whether what comes of it is still deflate. */
  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 14})
  void inflate_ofDamaged_isRefusedWhereZlibRefuses(int seed) throws IOException {
    Random random = new Random(seed);
    int refused = 0;
    RawInflater zlib = RawInflater.of(Optional::empty);
    try (zlib) {
      for (int i = 0; i < 1000; i++) {
        byte[] bytes = MixedBytes.of(random, 1 + random.nextInt(3000));
        byte[] stream = deflate(bytes, random.nextInt(10), random.nextInt(3));
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
          int near = random.nextBoolean() ? Math.min(stream.length, 60) : stream.length;
          stream[random.nextInt(near)] ^= (byte) (1 << random.nextInt(8));
        }
        int piece = 1 + random.nextInt(4000);
        Object expected = outcome(zlib, stream, piece);
        assertThat(outcome(inflater, stream, piece)).as("stream %d", i).isEqualTo(expected);
        refused += expected.equals("refused") ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(100, 990);
  }

  private static Object outcome(RawInflater inflater, byte[] stream, int piece) throws IOException {
    try {
      return Arrays.hashCode(inflate(inflater, stream, piece).bytes);
    } catch (EOFException | ZipException e) {
      return "refused";
    }
  }

  @Test
  void inflate_ofAPart_saysThatItEndsEarly() throws IOException {
    byte[] bytes = MixedBytes.of(new Random(5), 5000);
    for (int level : new int[] {0, 6}) {
      byte[] stream = deflate(bytes, level, Deflater.DEFAULT_STRATEGY);
      for (int length : new int[] {0, 1, 100, stream.length - 1}) {
        byte[] cut = Arrays.copyOf(stream, length);
        assertThatThrownBy(() -> inflate(inflater, cut, 1000))
            .as("%d bytes", length)
            .isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void start_ofWhatIsNoProgram_leavesItToJava() throws IOException {
    Path none = Files.createFile(work.resolve("none"));
    try (RawInflater inJava = RawInflater.of(() -> process(none))) {
      byte[] bytes = MixedBytes.of(new Random(6), 5000);
      byte[] stream = deflate(bytes, 6, Deflater.DEFAULT_STRATEGY);
      assertThat(inflate(inJava, stream, 100).bytes).isEqualTo(bytes);
    }
    assertThat(log).singleElement().asString().contains("unpacked in Java");
  }
}
