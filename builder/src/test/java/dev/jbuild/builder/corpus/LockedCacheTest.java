package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.engine.Builder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locked cache mounts among processes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LockedCacheTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();
  private static final String RUN =
      "FROM busybox\nRUN --mount=type=cache,target=/c,sharing=locked ";

  @TempDir Path work;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void makeStore() throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    Files.createDirectories(work.resolve("context"));
    BuildEnvironment environment =
        BuildEnvironment.of(work.resolve("store"), work.resolve("native"));
    try (Builder builder = new Builder(environment)) {
      Busybox.tag(builder.store(), CORPUS);
    }
  }

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process build(String script) throws Exception {
    Process process =
        BuildProcess.start(
            work.resolve("store").toString(),
            work.resolve("native").toString(),
            work.resolve("context").toString(),
            RUN + script + "\n");
    processes.add(process);
    return process;
  }

  private Optional<Path> cached(String name) throws IOException {
    try (Stream<Path> files = Files.walk(work.resolve("store/mounts"))) {
      return files.filter(file -> file.endsWith(name)).findFirst();
    }
  }

  @Test
  void cache_ofSeveralProcesses_isUsedByOneAtATime() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      build("echo begin >> /c/log; sleep 0.5; echo end " + name + " >> /c/log");
    }

    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    List<String> lines = Files.readAllLines(cached("log").orElseThrow());
    assertThat(lines).hasSize(6);
    for (int i = 0; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).isEqualTo("begin");
      assertThat(lines.get(i + 1)).startsWith("end");
    }
  }

  @Test
  void cache_whoseUserIsKilled_isFree() throws Exception {
    Process killed = build("echo kept > /c/kept; touch /c/started; sleep 600");
    while (cached("started").isEmpty()) {
      assertThat(killed.isAlive()).isTrue();
      Thread.sleep(20);
    }

    killed.destroyForcibly();

    assertThat(build("[ $(cat /c/kept) = kept ] && touch /c/after").waitFor()).isZero();
    assertThat(cached("after")).isPresent();
  }
}
