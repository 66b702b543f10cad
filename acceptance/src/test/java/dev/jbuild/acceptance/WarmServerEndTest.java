package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a warm server ends, and when none starts. */
@SuppressWarnings("NullAway.Init") // the bench is made before the tests
class WarmServerEndTest {
  /** More instructions than a heap of 16 MB has room for, and one of a gigabyte has. */
  private static final int MANY = 60_000;

  private Bench bench;
  private WarmServer server;

  @BeforeEach
  void makeBench() throws IOException {
    bench = new Bench(User.SELF);
    server = new WarmServer(bench);
  }

  @AfterEach
  void removeBench() {
    server.stop();
    bench.assertNothingIsLeft();
    bench.close();
  }

  @Test
  void server_whenIdle_ends() {
    server.start(Map.of("JBUILD_SERVER_IDLE", "10"));
    assertThat(server.status()).contains(" of 10 s");

    WarmServer.await("the end", () -> server.status().equals("no warm server runs\n"));
    assertThat(Leftovers.entries(server.runtime().resolve("jbuild")))
        .allMatch(each -> each.endsWith(".sock.lock"));
  }

  @Test
  void server_whenMemoryIsFull_endsAndSaysSo() {
    bench.write("Dockerfile", "FROM scratch\n" + "ENV A=1 B=${A} C=\"$B\"\n".repeat(MANY));
    Map<String, String> small = Map.of("JBUILD_SERVER_MEMORY", "16m");
    server.start(small);
    assertThat(server.status()).containsPattern("heap \\d+ of 1[56] MB");

    Outcome full = server.warm("check", ".").with(small).run(Duration.ofMinutes(5)).expectExit(70);
    assertThat(full.err()).contains("error: the warm server ends: java.lang.OutOfMemoryError");
    WarmServer.await("the end", () -> server.status().equals("no warm server runs\n"));
  }

  @Test
  void server_thatWouldStartAfterACommand_doesNotWhenItIsStopped() {
    String waiting =
        "mkfifo input && exec %s build -f - . <>input".formatted(User.SELF.launcher(bench.home()));
    try (Command.Running running = server.warm().as("sh", "-c", waiting).start()) {
      WarmServer.await(
          "the lock", () -> !Leftovers.entries(server.runtime().resolve("jbuild")).isEmpty());
      assertThat(server.warm("server", "stop").run().out()).isEqualTo("no warm server runs\n");
      assertThat(running.process().isAlive()).isTrue();
      running.process().destroy();
      running.await(Duration.ofSeconds(30));
    }
    Leftovers.awaitNoProcessOf(bench.home());
    assertThat(Leftovers.entries(server.runtime().resolve("jbuild"))).isEmpty();
  }
}
