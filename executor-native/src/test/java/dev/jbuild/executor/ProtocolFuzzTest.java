package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.executor.wire.FrameType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent with AddressSanitizer and UBSan under requests made up at random: {@code
 * -Dfuzz.seconds} long (10 if not said, 600 in the nightly run), from the seed {@code -Dfuzz.seed}.
 */
class ProtocolFuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 10);
  private static final int AT_A_TIME = 200;

  @TempDir Path directory;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  @Test
  void agent_givenRequestsAtRandom_keepsServingAndStaysInItsState() throws Exception {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    Path state = Files.createDirectory(directory.resolve("state"));
    AgentOptions options =
        new AgentOptions(state, directory.resolve("native"), Isolation.ROOT, log::add)
            .withExecutable(NativeBuild.sanitized());
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    Random random = new Random(seed);
    try (AgentProcess agent = AgentProcess.start(options)) {
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
    assertThat(log.stream().filter(ProtocolFuzzTest::isOfASanitizer)).as("seed %d", seed).isEmpty();
    assertThat(directory.toFile().list()).containsExactly("state");
    assertThat(state.resolve("run")).isEmptyDirectory();
  }

  private static boolean isOfASanitizer(String line) {
    return line.contains("Sanitizer") || line.contains("runtime error");
  }
}
