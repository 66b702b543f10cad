package dev.jbuild.builder.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage to a store, odd clocks and files that change under way: never a wrong image. */
class DamageTest {
  @TempDir Path work;
  private Path context;

  @BeforeEach
  void writeContext() throws IOException {
    context = Files.createDirectory(work.resolve("context"));
    Files.createDirectory(context.resolve("dir"));
    Files.writeString(context.resolve("dir/file"), "content");
    Files.writeString(context.resolve("other"), "other");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch AS a\nCOPY dir /x\nFROM scratch\nCOPY --from=a /x /y\nCOPY other /z/\n");
  }

  private List<Path> files(String directory) throws IOException {
    try (Stream<Path> all = Files.walk(work.resolve("store").resolve(directory))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void build_afterAnyFileOfTheStoreWasDamaged_givesTheImageAgain() throws Exception {
    String expected = BuildProcess.answer(work, context);
    for (String directory : List.of("blobs", "actions", "layers")) {
      for (Path file : files(directory)) {
        damage(file);
        assertThat(answerAfterDamage()).as("damaged %s", file).isEqualTo(expected);
      }
    }
  }

  @Test
  void build_afterAnyFileOfTheStoreWasRemovedOrCut_givesTheImageAgain() throws Exception {
    String expected = BuildProcess.answer(work, context);
    boolean cut = false;
    for (String directory : List.of("blobs", "actions", "layers")) {
      for (Path file : files(directory)) {
        cut = !cut;
        if (cut) {
          Files.write(file, new byte[0]);
        } else {
          Files.deleteIfExists(file);
        }
        assertThat(answerAfterDamage()).as("lost %s", file).isEqualTo(expected);
      }
    }
  }

  /** Who reads a damaged layer first is told, and the next build makes it again. */
  private String answerAfterDamage() throws IOException, InterruptedException {
    String answer = BuildProcess.answer(work, context);
    return answer.startsWith("damaged ") ? BuildProcess.answer(work, context) : answer;
  }

  /** Turns a byte in the middle. */
  private static void damage(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > 0) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
  }

  @Test
  void build_afterTheIndexWasDamaged_saysSoOrGivesTheImage() throws Exception {
    String expected = BuildProcess.answer(work, context);
    Path index = work.resolve("store/index.json");
    for (String text : List.of("", "{", "[]", "{\"manifests\": 3}")) {
      Files.writeString(index, text);
      String answer = BuildProcess.answer(work, context);
      assertThat(answer.equals(expected) || answer.contains("index.json"))
          .as("with the index %s: %s", text, answer)
          .isTrue();
    }
  }

  @Test
  void build_whenTheClockJumps_reusesAndGivesTheSameFiles() throws Exception {
    for (int years : List.of(0, -60, 200, 0)) {
      Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(365L * years));
      BuildEnvironment environment =
          BuildEnvironment.of(work.resolve("store"), work.resolve("native")).withClock(clock);
      Files.writeString(context.resolve("other"), "year " + years);
      try (Builder builder = new Builder(environment)) {
        BuildResult result = builder.build(BuildRequest.of(context), BuildListener.SILENT);
        assertThat(builder.build(BuildRequest.of(context), BuildListener.SILENT).steps())
            .allMatch(StepReport::cached);
        assertThat(result.image().size()).isPositive();
      }
      Path alone = Files.createTempDirectory(work, "alone");
      assertThat(BuildProcess.answer(work, context)).isEqualTo(BuildProcess.answer(alone, context));
    }
  }

  @Test
  void build_whileAFileOfItsContextChanges_failsClearlyOrTakesWhatItHashed() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Path file = context.resolve("dir/file");
    try (Changing changing = new Changing(file, done)) {
      for (int i = 0; i < 30; i++) {
        String answer = BuildProcess.answer(work, context);
        assertThat(answer).matches("image .*|failed .*/file.*");
      }
      assertThat(changing.isRunning()).isTrue();
    }
    Path alone = Files.createDirectory(work.resolve("alone"));
    assertThat(BuildProcess.answer(work, context)).isEqualTo(BuildProcess.answer(alone, context));
  }

  /** Rewrites, grows, cuts and removes a file until it is closed, and leaves it whole. */
  private static final class Changing implements AutoCloseable {
    private final AtomicBoolean done;
    private final Thread thread;

    Changing(Path file, AtomicBoolean done) {
      this.done = done;
      this.thread = Thread.ofPlatform().start(() -> change(file));
    }

    private void change(Path file) {
      try {
        for (int i = 0; !done.get(); i++) {
          byte[] content = new byte[(i % 5) * 300_000];
          Arrays.fill(content, (byte) i);
          Files.write(file, content);
          if (i % 7 == 0) {
            Files.delete(file);
          }
        }
        Files.writeString(file, "final");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isRunning() {
      return thread.isAlive();
    }

    @Override
    public void close() {
      done.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void store_ofAnotherVersion_isRefusedAndLeftAlone() throws Exception {
    BuildProcess.answer(work, context);
    Files.writeString(work.resolve("store/version"), "jbuild store 99\n");
    assertThat(BuildProcess.answer(work, context)).startsWith("failed ").contains("99");
  }
}
