package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other processes remove all that they may while containers run: nothing of theirs goes. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class PruneBesideContainersTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String WAIT = "until [ -e %1$s/go ]; do sleep 0.05; done";

  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @ParameterizedTest
  @MethodSource("dev.jbuild.acceptance.User#available")
  void prune_whileAStepRuns_leavesItsLayersAndItsCacheMount(User user) throws Exception {
    try (Bench bench = new Bench(user)) {
      bench.write("input", "input\n".repeat(1000));
      bench.write(
          "Dockerfile",
          """
          FROM %s AS first
          COPY input /input
          RUN mkdir /kept && cp /input /kept/copy
          FROM first
          RUN --mount=type=cache,target=/cache --mount=type=bind,from=first,source=/kept,target=/mnt \
            echo of the cache >/cache/file && touch /cache/begun && %s && \
            cat /input /kept/copy /mnt/copy /cache/file >/all && ls /bin | wc -l >>/all
          RUN sha256sum /all >/sum
          """
              .formatted(registry.baseName(), WAIT.formatted("/cache")));
      try (Command.Running build = bench.jbuildCommand("build", "-t", "app", ".").start()) {
        Path cache = awaitFile(bench.store().resolve("mounts"), "begun", build);
        pruneAll(bench);
        Files.createFile(cache.resolve("go"));
        build.await(LIMIT).expectSuccess();
      }
      String image = files(bench);
      bench.jbuild("rmi", "-f", "app", registry.baseName()).expectSuccess();
      pruneAll(bench);
      assertThat(bench.store().resolve("layers")).isEmptyDirectory();
      assertThat(bench.store().resolve("mounts")).isEmptyDirectory();

      bench.write("Dockerfile", withoutWaiting(bench));
      bench.jbuild("build", "-t", "app", ".").expectSuccess();
      assertThat(files(bench)).isEqualTo(image);
      bench.assertNothingIsLeft();
    }
  }

  private static String withoutWaiting(Bench bench) throws IOException {
    String waiting = WAIT.formatted("/cache");
    return Files.readString(bench.context().resolve("Dockerfile")).replace(waiting, ":");
  }

  private static String files(Bench bench) throws IOException {
    return bench.savedFacts("app").files().toString();
  }

  @ParameterizedTest
  @MethodSource("dev.jbuild.acceptance.User#available")
  void prune_whileAContainerRuns_leavesItsLayersThoughItsImageIsGone(User user) throws Exception {
    try (Bench bench = new Bench(user)) {
      bench.write("input", "input\n".repeat(1000));
      String steps = "COPY input /a/\nRUN cp /a/input /b && rm -r /a\n";
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\n" + steps);
      bench.jbuild("build", "-t", "app", ".").expectSuccess();
      String mount = bench.context() + ":/w";
      String script = "touch /w/begun; " + WAIT.formatted("/w") + "; wc -l </b; ls /bin/sed; ls /";
      Command command = bench.jbuildCommand("run", "--rm", "-v", mount, "app", "sh", "-c", script);
      try (Command.Running container = command.start()) {
        awaitFile(bench.context(), "begun", container);
        bench.jbuild("rmi", "-f", "app", registry.baseName()).expectSuccess();
        pruneAll(bench);
        bench.write("go", "");
        Outcome outcome = container.await(LIMIT).expectSuccess();
        assertThat(outcome.out()).startsWith("1000\n/bin/sed\nb\nbin\n").doesNotContain("\na\n");
      }
      pruneAll(bench);
      assertThat(bench.store().resolve("layers")).isEmptyDirectory();
      bench.assertNothingIsLeft();
    }
  }

  /** As the command, and as a build whose cache is over its limit. */
  private static void pruneAll(Bench bench) {
    for (List<String> how : List.of(List.of("-a"), List.of("--max-size=0"), List.of("-a"))) {
      bench
          .jbuild(Stream.concat(Stream.of("prune", "-f"), how.stream()).toArray(String[]::new))
          .expectSuccess();
    }
  }

  /** The directory in which a file has come to be. */
  private static Path awaitFile(Path directory, String name, Command.Running by)
      throws InterruptedException {
    Instant end = Instant.now().plus(LIMIT);
    while (true) {
      try (Stream<Path> files = Files.walk(directory)) {
        Path found =
            files.filter(file -> file.endsWith(name)).map(Path::getParent).findFirst().orElse(null);
        if (found != null) {
          return found;
        }
      } catch (IOException | UncheckedIOException e) {
        assertThat(Instant.now()).as("%s, %s", e, by.outputSoFar()).isBefore(end);
      }
      assertThat(Instant.now()).as(by.outputSoFar()).isBefore(end);
      assertThat(by.process().isAlive()).as(by.outputSoFar()).isTrue();
      Thread.sleep(50);
    }
  }
}
