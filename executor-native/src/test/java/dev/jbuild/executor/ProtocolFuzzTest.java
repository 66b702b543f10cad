package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.executor.wire.FrameType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent with AddressSanitizer and UBSan under requests and layers made up at random, each
 * {@code -Dfuzz.seconds} long (30 if not said, 600 in the nightly run), from the seed {@code
 * -Dfuzz.seed}.
 */
class ProtocolFuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 30);
  private static final int AT_A_TIME = 200;

  @TempDir Path directory;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private Path state;
  private long end;

  @BeforeEach
  void start() throws IOException {
    System.out.println("random requests and layers: -Dfuzz.seed=" + seed);
    state = Files.createDirectory(directory.resolve("state"));
    end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
  }

  @AfterEach
  void nothingIsBroken() {
    assertThat(log.stream().filter(ProtocolFuzzTest::isOfASanitizer)).as("seed %d", seed).isEmpty();
    assertThat(state.resolve("run")).isEmptyDirectory();
  }

  private AgentOptions options() throws Exception {
    return new AgentOptions(state, directory.resolve("native"), Isolation.ROOT, log::add)
        .withExecutable(NativeBuild.sanitized());
  }

  @Test
  void agent_givenRequestsAtRandom_keepsServingAndStaysInItsState() throws Exception {
    Random random = new Random(seed);
    try (AgentProcess agent = AgentProcess.start(options())) {
      DiskClient disk = new DiskClient(agent.socket(), log::add);
      ProtocolFuzz fuzz = new ProtocolFuzz(agent.socket(), state, random);
      while (System.nanoTime() < end) {
        for (int i = 0; i < AT_A_TIME; i++) {
          fuzz.once();
        }
        assertThat(disk.probe().type()).as("seed %d", seed).isEqualTo(FrameType.DONE);
        for (int i = 0; i < 1000; i++) {
          disk.remove(state.resolve("layer" + i));
        }
      }
    }
    assertThat(directory.toFile().list()).containsExactly("state");
  }

  /** A layer is refused as a whole, or what it became packs to a layer that becomes the same. */
  @Test
  void layers_madeAtRandom_stayInsideAndComeBackAsTheyAre() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "kept");
    LayerFuzz fuzz = new LayerFuzz(new Random(seed), outside.toString());
    int unpacked = 0;
    try (Agent agent = Agent.start(options())) {
      for (int number = 0; System.nanoTime() < end || unpacked == 0; number++) {
        String subject = "seed " + seed + ", layer " + number;
        unpacked += unpack(agent, fuzz.next(), subject) ? 1 : 0;
        assertThat(outside.toFile().list()).as(subject).containsExactly("kept");
        assertThat(outside.resolve("kept")).as(subject).hasContent("kept");
        assertThat(Files.getAttribute(outside.resolve("kept"), "unix:nlink")).isEqualTo(1);
      }
    }
    assertThat(unpacked).isPositive();
  }

  private boolean unpack(Agent agent, Layer layer, String subject) throws IOException {
    Path first = state.resolve("first");
    Path second = state.resolve("second");
    try {
      agent.unpack(first, layer);
    } catch (ExecutorException e) {
      assertThat(first).as(subject).doesNotExist();
      assertThat(e.getMessage()).as(subject).doesNotContain("connection").isNotBlank();
      return false;
    }
    Layer packed = Layer.of(sink -> agent.diff(first, sink));
    agent.unpack(second, packed);
    assertThat(Layer.of(sink -> agent.diff(second, sink)).contents())
        .as(subject)
        .isEqualTo(packed.contents());
    agent.remove(first);
    agent.remove(second);
    return true;
  }

  private static boolean isOfASanitizer(String line) {
    return line.contains("Sanitizer") || line.contains("runtime error");
  }
}
