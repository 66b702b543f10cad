package dev.jbuild.builder.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.oracle.BaseImage;
import dev.jbuild.builder.oracle.Stores;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.collect.CollectOptions;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes build the same and different files in one store, and in each round some are
 * killed at a random moment: the others come to the right image, nothing hangs, and in the end the
 * store holds what it would without all that. {@code -Djbuild.kill.seed=N} kills at the same
 * moments again, {@code -Djbuild.kill.rounds=N} makes more or fewer rounds.
 */
class SharedStoreTest {
  private static final int PROCESSES = 8;
  private static final int CONTEXTS = 3;
  private static final int ROUNDS = Integer.getInteger("jbuild.kill.rounds", 200);
  private static final long SEED = Long.getLong("jbuild.kill.seed", System.nanoTime());
  private static final BaseImage BASE = new BaseImage(0, 0, 0, true);
  private static final String DOCKERFILE =
      """
      FROM base:1
      WORKDIR /app
      COPY input ./
      RUN cat input > copy && rm /base/version
      COPY sub deep/
      """;

  @TempDir Path work;
  private final List<Worker> workers = new ArrayList<>();
  private final Random random = new Random(SEED);

  @AfterEach
  void end() {
    workers.forEach(Worker::close);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void builds_sharingAStoreWhileSomeAreKilled_giveTheImagesOfAnEmptyStore() throws Exception {
    Path shared = Files.createDirectory(work.resolve("shared"));
    Path alone = Files.createDirectory(work.resolve("alone"));
    tag(shared);
    tag(alone);
    int killed = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      write(round);
      while (workers.size() < PROCESSES) {
        workers.add(new Worker(shared));
      }
      killed += round(alone, round);
    }
    assertThat(killed).as("builds that were killed").isGreaterThan(ROUNDS / 4);
    workers.forEach(Worker::close);
    sweep(shared);
    assertThat(names(shared.resolve("store/tmp"))).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(work.toString());
    // A process that dies between a layer and its record leaves a layer that nobody asks for; a
    // collection of both stores leaves the same.
    assertThat(size(shared)).isLessThan(size(alone) + (long) killed * (64 << 10));
    collect(shared);
    collect(alone);
    for (String kind : List.of("store/blobs/sha256", "store/layers", "store/actions")) {
      assertThat(names(shared.resolve(kind)))
          .containsExactlyInAnyOrderElementsOf(names(alone.resolve(kind)));
    }
  }

  private static void tag(Path directory) throws Exception {
    try (Store store = Store.open(directory.resolve("store"), warning -> {})) {
      Stores.tag(store, BASE);
    }
  }

  /** Removes all but the base image. */
  private void collect(Path directory) throws Exception {
    try (Store store = Store.open(directory.resolve("store"), warning -> {});
        LazyAgent disk =
            new LazyAgent(
                new AgentOptions(store.root(), work.resolve("native"), Isolation.AUTO, line -> {}),
                store,
                BuildListener.SILENT)) {
      store.collector().collect(CollectOptions.limit(0), LocalImages::isNone, disk);
    }
  }

  /** Starts the helper, which removes what the dead have left. */
  private void sweep(Path directory) throws Exception {
    write(ROUNDS + 1);
    assertThat(BuildProcess.answer(directory, context(0))).startsWith("image ");
    try (Builder builder =
        new Builder(BuildEnvironment.of(directory.resolve("store"), work.resolve("native")))) {
      assertThat(builder.store().root()).exists();
    }
  }

  private Path context(int number) {
    return work.resolve("context" + number);
  }

  private void write(int round) throws IOException {
    for (int i = 0; i < CONTEXTS; i++) {
      Path context = Files.createDirectories(context(i));
      Files.createDirectories(context.resolve("sub"));
      Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
      Files.writeString(context.resolve("input"), ("round " + round + " " + i + "\n").repeat(99));
      Files.writeString(context.resolve("sub/file"), i == 0 ? "always" : "round " + round);
    }
  }

  /** How many were killed before they had answered. */
  private int round(Path alone, int round) throws Exception {
    List<Integer> asked = new ArrayList<>();
    for (Worker worker : workers) {
      asked.add(random.nextInt(CONTEXTS));
      worker.ask(context(asked.getLast()));
    }
    List<String> expected = new ArrayList<>();
    List<Worker> dead = new ArrayList<>(workers.subList(0, 1 + random.nextInt(2)));
    Thread.sleep(random.nextInt(250));
    dead.forEach(Worker::kill);
    for (int i = 0; i < CONTEXTS; i++) {
      expected.add(BuildProcess.answer(alone, context(i)));
    }
    int killed = 0;
    for (int i = 0; i < workers.size(); i++) {
      String answer = workers.get(i).answer();
      if (answer == null && dead.contains(workers.get(i))) {
        killed++;
      } else {
        assertThat(answer)
            .as("seed %d, round %d, process %d", SEED, round, i)
            .isEqualTo(expected.get(asked.get(i)));
      }
    }
    workers.removeAll(dead);
    return killed;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** The bytes of all files of a store, each inode once as far as names tell. */
  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("store"))) {
      return files.filter(Files::isRegularFile).mapToLong(SharedStoreTest::length).sum();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
