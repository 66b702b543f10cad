package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user is told when the input is wrong, and with which exit code. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class BadInputTest {
  private static BaseRegistry registry;
  private Bench bench = new Bench(User.SELF);

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @BeforeEach
  void newBench() {
    bench.close();
    bench = new Bench(User.SELF);
  }

  @AfterEach
  void removeBench() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  private Outcome build(String dockerfile) {
    bench.write("Dockerfile", dockerfile.replace("BASE", registry.baseName()));
    return bench.jbuild("build", "-t", "app", ".");
  }

  @Test
  void build_ofADockerfileWithErrors_tellsAllOfThemAndRunsNothing() {
    Outcome outcome =
        build(
            """
            FROM BASE
            RUN echo started
            COPPY a b
            EXPOSE
            COPY --form=x a b
            """);
    outcome.expectExit(2);
    assertThat(outcome.err())
        .contains("Dockerfile:3:1", "COPPY", "COPY")
        .contains("Dockerfile:4:")
        .contains("Dockerfile:5:", "--form", "did you mean from?");
    assertThat(outcome.all()).doesNotContain("started");
  }

  @Test
  void build_fromAMissingImage_namesItAndTheLine() {
    String missing = registry.host() + "/no/such:1";
    Outcome outcome = build("# syntax test\nFROM " + missing + "\nRUN true\n");
    outcome.expectExit(3);
    assertThat(outcome.err()).contains("Dockerfile:2", missing).contains("not found");
  }

  @Test
  void build_fromAnUnreachableRegistry_namesItAndTheLine() throws IOException {
    String nobody = "127.0.0.1:" + closedPort();
    Outcome outcome = build("FROM " + nobody + "/base:1\nRUN true\n");
    outcome.expectExit(3);
    assertThat(outcome.err()).contains("Dockerfile:1", nobody);
  }

  @Test
  void build_copyingAMissingFile_namesItAndTheLine() {
    Outcome outcome = build("FROM BASE\nWORKDIR /app\nCOPY absent.txt ./\n");
    outcome.expectExit(1);
    assertThat(outcome.err()).contains("Dockerfile:3", "absent.txt");
  }

  @Test
  void build_withAFailingRun_showsItsOutputItsExitCodeAndTheLine() {
    Outcome outcome =
        build("FROM BASE\nRUN echo fine\nRUN echo to-out; echo to-err >&2; \\\n  exit 7\n");
    outcome.expectExit(1);
    assertThat(outcome.all()).contains("to-out", "to-err");
    assertThat(outcome.err()).contains("Dockerfile:3", "exit code", "7");
  }

  @Test
  void build_afterAFailure_reusesTheStepsBefore() {
    build("FROM BASE\nRUN cat /proc/sys/kernel/random/uuid >/id && cat /id\nRUN exit 1\n")
        .expectExit(1);
    Outcome repaired =
        build("FROM BASE\nRUN cat /proc/sys/kernel/random/uuid >/id && cat /id\nRUN true\n");
    repaired.expectSuccess();
    assertThat(repaired.all()).doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-");
  }

  @Test
  void build_withoutADockerfile_saysWhereItWasLookedFor() {
    Outcome outcome = bench.jbuild("build", ".");
    outcome.expectExit(2);
    assertThat(outcome.err()).contains("Dockerfile");
  }

  @Test
  void push_toARegistryThatSaysNo_namesIt() throws IOException {
    build("FROM BASE\nRUN true\n").expectSuccess();
    Path users = Files.writeString(bench.home().resolve("users"), "ann:$2y$05$" + "x".repeat(53));
    String auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + users + "\n";
    try (DockerRegistry closed =
        DockerRegistry.start(Files.createDirectory(bench.home().resolve("registry")), auth)) {
      String name = closed.host() + "/team/app:1";
      bench.jbuild("tag", "app", name).expectSuccess();
      Outcome outcome = bench.jbuild("push", name);
      outcome.expectExit(3);
      assertThat(outcome.err()).contains(closed.host());
    }
    bench.jbuild("run", "--rm", "app", "true").expectSuccess();
  }

  @Test
  void command_withAWrongOption_isAUsageError() {
    assertThat(bench.jbuild("build", "--no-such-option", ".").expectExit(2).err())
        .contains("--no-such-option");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
