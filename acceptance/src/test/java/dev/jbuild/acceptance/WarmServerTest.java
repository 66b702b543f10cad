package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code JBUILD_SERVER=1}: docs/server.md. */
@SuppressWarnings("NullAway.Init") // the registry and the bench are made before the tests
class WarmServerTest {
  private static final String WAITING = "ARG N\nRUN echo begun && sleep 300\n";
  private static BaseRegistry registry;

  private Bench bench;
  private WarmServer server;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

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

  private Command warm(String... words) {
    return server.warm(words);
  }

  private static void await(String what, BooleanSupplier condition) {
    WarmServer.await(what, condition);
  }

  private String status() {
    return server.status();
  }

  private long startServer() {
    return server.start(Map.of());
  }

  private void writeDockerfile(String steps) {
    bench.write("Dockerfile", "FROM " + registry.baseName() + "\n" + steps);
  }

  private Command.Running startWaiting(String number) {
    String argument = "N=" + number; // equal steps wait for each other
    Command.Running running =
        warm("build", "--no-cache", "--progress", "plain", "--build-arg", argument, ".").start();
    try {
      await("the step", () -> running.outputSoFar().contains(" begun\n"));
    } catch (AssertionError e) {
      running.close();
      throw e;
    }
    return running;
  }

  private static void signal(String name, long pid) {
    Command.of(Path.of("/"), "kill", "-" + name, String.valueOf(pid)).run().expectSuccess();
  }

  @Test
  void commands_whenServed_areWhatTheyAreWithoutServer() throws IOException {
    writeDockerfile("COPY word /\nRUN cat /word\n");
    bench.write("word", "kept");
    bench.write("other/Dockerfile", "FROM " + registry.baseName() + "\nRUN exit 3\n");
    startServer();
    Outcome served = warm("build", "-q", "--iidfile", "id", "-t", "app", ".").run();
    assertThat(status()).contains(" 1 commands");

    assertThat(bench.jbuild("build", "-q", "-t", "app", ".").out()).isEqualTo(served.out());
    assertThat(Files.readString(bench.context().resolve("id")) + "\n").isEqualTo(served.out());
    Outcome failed = warm("build", "-q", "other").run().expectExit(1);
    assertThat(failed.err()).contains("Dockerfile:2").doesNotContain(bench.home().toString());
    Outcome missing = warm("build", "nowhere").run().expectExit(2);
    assertThat(missing.err()).isEqualTo(bench.jbuild("build", "nowhere").err());
  }

  @Test
  void streams_whenServed_areTheCallers() throws IOException {
    writeDockerfile("COPY . /all\n");
    startServer();
    String jbuild = User.SELF.launcher(bench.home()).toString();
    String script =
        "tar -c . | '%s' build -q -t piped - && '%s' save piped".formatted(jbuild, jbuild);
    Outcome saved = warm().as("sh", "-c", script + " | sha256sum").run().expectSuccess();

    bench.jbuild("save", "-o", "saved", "piped").expectSuccess();
    Outcome alone = warm().as("sha256sum", "saved").run();
    assertThat(saved.out()).contains(alone.out().substring(0, 64));
    assertThat(warm().as("sh", "-c", "'" + jbuild + "' save piped >/dev/full").run().err())
        .contains("No space left on device");
  }

  @Test
  void build_whenInterrupted_endsWithItsContainer() {
    writeDockerfile(WAITING);
    startServer();
    try (Command.Running running = startWaiting("1")) {
      signal("INT", running.process().pid());
      Outcome ended = running.await(Duration.ofSeconds(30)).expectExit(130);
      assertThat(ended.err()).contains("interrupted");
    }
    await("no command", () -> status().contains(" 0 running"));
  }

  @Test
  void client_whenKilled_takesItsCommandAlong() {
    writeDockerfile(WAITING);
    startServer();
    try (Command.Running running = startWaiting("1")) {
      signal("KILL", running.process().pid());
      await("no command", () -> status().contains(" 0 running"));
    }
    assertThat(Leftovers.processesOf(bench.home())).noneMatch(each -> each.contains("sleep 300"));
  }

  @Test
  void client_whenServerIsKilled_saysSo() {
    writeDockerfile(WAITING);
    long server = startServer();
    try (Command.Running running = startWaiting("1")) {
      signal("KILL", server);
      Outcome ended = running.await(Duration.ofSeconds(30)).expectExit(70);
      assertThat(ended.err()).contains("the warm server ended before the command did");
    }
    writeDockerfile("RUN echo after\n"); // a step takes away what a killed process left
    warm("build", ".").run().expectSuccess();
    await("another server", () -> status().startsWith("pid "));
  }

  @Test
  void commands_ofSeveralTerminals_runBesideEachOther() {
    writeDockerfile(WAITING);
    startServer();
    List<Command.Running> all = new ArrayList<>();
    try {
      all.add(startWaiting("1"));
      all.add(startWaiting("2"));
      assertThat(status()).contains(" 2 running");
      all.forEach(each -> signal("TERM", each.process().pid()));
      all.forEach(each -> each.await(Duration.ofSeconds(30)).expectExit(143));
    } finally {
      all.forEach(Command.Running::close);
    }
  }

  @Test
  void server_whenBuildChanges_isFollowedByANewOne() {
    long first = startServer();
    Command other = warm("version").with(Map.of("JBUILD_SERVER_IDLE", "600"));
    other.run().expectSuccess();

    await("the new one alone", () -> status().matches("pid (?!" + first + ",).* of 600 s.*\n"));
  }

  @Test
  void directory_whenOthersMayEnter_isNotUsed() throws IOException {
    Path directory = Files.createDirectory(server.runtime().resolve("jbuild"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    warm("version").run().expectSuccess();
    assertThat(Leftovers.entries(directory)).isEmpty();
  }
}
