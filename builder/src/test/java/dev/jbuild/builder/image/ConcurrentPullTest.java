package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.Store;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many pulls of one image at once, in one process and in twenty. */
class ConcurrentPullTest {
  private static final Platform HOST = Platform.host();

  @TempDir static Path shared;
  private static DockerRegistry server;

  @TempDir Path directory;
  private Store store;
  private RegistryClient registry;
  private final Transfers transfers = new Transfers();

  @BeforeAll
  static void startServer() {
    server = DockerRegistry.start(shared);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    store = Store.open(directory.resolve("store"));
    registry = new RegistryClient(RegistryOptions.DEFAULT.withRetries(1, Duration.ofMillis(5)));
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    store.close();
  }

  private ImagePull pull() {
    return new ImagePull(store, registry, transfers, new NoDisk());
  }

  private static ImageReference image(String name) {
    return ImageReference.parse(server.host() + "/" + name);
  }

  @Test
  void pull_whenTwoStoresAndManyThreadsPullAtOnce_downloadsEachBlobOnce() throws Exception {
    TestImage image = TestImage.of("1", "2", "3", "4", "5", "6");
    ImageReference name = image("busy:1");
    image.push(registry, name);
    Transfers second = new Transfers();
    try (Store sameStore = Store.open(store.root());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<ResolvedImage>> pulls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ImagePull pull =
            i % 2 == 0 ? pull() : new ImagePull(sameStore, registry, second, new NoDisk());
        pulls.add(
            threads.submit(
                () -> {
                  start.await();
                  return pull.pull(name, HOST, PullPolicy.ALWAYS);
                }));
      }
      start.countDown();
      for (Future<ResolvedImage> each : pulls) {
        each.get();
      }
    }
    List<Digest> begun = new ArrayList<>(transfers.begun());
    begun.addAll(second.begun());
    assertThat(begun).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void pull_whenTwentyProcessesPullAtOnce_transfersEachBlobOnce() throws Exception {
    TestImage image = TestImage.of("p1", "p2", "p3", "p4");
    image.push(registry, image("processes:1"));
    Path go = directory.resolve("go");
    List<Process> processes = new ArrayList<>();
    try (FaultProxy counting = new FaultProxy(server.port())) {
      ImageReference name = ImageReference.parse(counting.host() + "/processes:1");
      for (int i = 0; i < 20; i++) {
        processes.add(PullProcess.start(store.root().toString(), name.toString(), go.toString()));
      }
      Files.createFile(go);
      for (Process process : processes) {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
      List<String> blobs =
          counting.requests().stream().filter(line -> line.contains("/blobs/")).toList();
      assertThat(blobs).hasSize(5).doesNotHaveDuplicates();
      assertThat(new LocalImages(store).find(name.toString()).config().diffIds())
          .isEqualTo(image.diffIds())
          .allMatch(this::isAvailable);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private boolean isAvailable(DiffId layer) {
    try {
      return store.layers().available(layer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
