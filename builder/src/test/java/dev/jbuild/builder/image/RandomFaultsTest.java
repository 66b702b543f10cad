package dev.jbuild.builder.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryException;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.FaultProxy;
import dev.jbuild.registry.testing.FaultProxy.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pushes and pulls images through a proxy that spoils every third request at random. Whatever
 * happens, the result is right or there is one error, and nothing wrong is kept. To repeat a run:
 * {@code -Djbuild.faults.seed=N}.
 */
class RandomFaultsTest {
  private static final int FAULTS = 500;
  private static final int LAYER = 150_000;

  private final long seed = Long.getLong("jbuild.faults.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final AtomicInteger injected = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger unpacked = new AtomicInteger();

  @TempDir Path directory;

  @Test
  void pushAndPull_throughFaults_endRightOrWithOneErrorAndKeepNothingWrong() throws Exception {
    run(false);
  }

  @Test
  void pull_throughFaultsAndUnpackedWhileItArrives_leavesOnlyFilesThatAreRight() throws Exception {
    run(true);
  }

  /**
   * Goes on until there were enough faults.
   *
   * @param unpacking whether layers are unpacked while they arrive
   */
  private void run(boolean unpacking) throws Exception {
    System.out.println("random faults: -Djbuild.faults.seed=" + seed);
    RegistryOptions patient =
        RegistryOptions.DEFAULT
            .withRetries(4, Duration.ofMillis(2))
            .withStallTimeout(Duration.ofSeconds(30))
            .withChunkSize(40_000);
    int rounds = 0;
    try (DockerRegistry server = DockerRegistry.start(directory);
        FaultProxy proxy = new FaultProxy(server.port());
        RegistryClient direct = new RegistryClient(RegistryOptions.DEFAULT)) {
      proxy.inject(this::fault);
      for (; injected.get() < FAULTS; rounds++) {
        // A client of its own: what one has learnt of the registry does not help the next.
        try (RegistryClient spoilt = new RegistryClient(patient)) {
          round("app" + rounds, server, proxy, spoilt, direct, unpacking);
        }
      }
      assertThat(contents(directory.resolve("storage/docker/registry/v2/blobs/sha256"))).isEmpty();
    }
    // Most rounds must go well: that is what trying again is for.
    assertThat(failures.get()).as("seed %d", seed).isLessThan(rounds);
    assertThat(unpacked.get()).as("seed %d", seed).isGreaterThan(unpacking ? rounds : -1);
    System.out.println(injected + " faults, " + rounds + " images, " + failures + " errors");
  }

  private void round(
      String name,
      DockerRegistry server,
      FaultProxy proxy,
      RegistryClient spoilt,
      RegistryClient direct,
      boolean unpacking)
      throws Exception {
    ImageReference through = ImageReference.parse(proxy.host() + "/" + name);
    ImageReference behind = ImageReference.parse(server.host() + "/" + name);
    Path from = directory.resolve(name + "-from");
    List<String> texts = List.of(noise(), noise());
    try (Store store = Store.open(from)) {
      TestImage.build(store, through, texts.getFirst(), texts.getLast());
      Transfers transfers = new Transfers();
      boolean pushed =
          attempt(() -> new ImagePush(store, spoilt, new NoDisk(), transfers).push(through));
      if (!pushed) {
        store.tags().tag(behind, store.tags().find(through).orElseThrow());
        new ImagePush(store, direct, new NoDisk(), transfers).push(behind);
      }
    }
    // Reads all of it and checks the digests.
    Manifest manifest = Manifest.parse(direct.manifest(behind).raw());
    for (Descriptor layer : manifest.layers()) {
      try (var in = direct.blob(behind, layer)) {
        in.readAllBytes();
      }
    }
    Path to = directory.resolve(name + "-to");
    try (Store store = Store.open(to);
        LazyAgent agent = agent(store)) {
      Transfers transfers = new Transfers();
      Function<RegistryClient, ImagePull> pulls =
          registry -> {
            ImagePull pull = new ImagePull(store, registry, transfers, agent);
            return unpacking ? pull.unpacking() : pull;
          };
      boolean pulled =
          attempt(() -> pulls.apply(spoilt).pull(through, Platform.host(), PullPolicy.ALWAYS));
      ResolvedImage image =
          pulls
              .apply(pulled ? spoilt : direct)
              .pull(pulled ? through : behind, Platform.host(), PullPolicy.MISSING);
      assertThat(image.descriptor().digest()).as("seed %d", seed).isEqualTo(manifest.digest());
      if (unpacking) {
        checkUnpacked(store, image, texts);
      }
    }
    assertThat(contents(to.resolve("blobs/sha256"))).as("seed %d", seed).isEmpty();
  }

  private LazyAgent agent(Store store) {
    Path helper = directory.resolve("native");
    return new LazyAgent(
        new AgentOptions(store.root(), helper, Isolation.AUTO, line -> {}),
        store,
        BuildListener.SILENT);
  }

  /**
   * The one file of each layer is right in the layer's directory. There may be none where the other
   * layer's failure ended the pull: such a layer is unpacked when it is needed.
   */
  private void checkUnpacked(Store store, ResolvedImage image, List<String> texts)
      throws IOException {
    for (int i = 0; i < texts.size(); i++) {
      Path files = store.layers().place(image.config().diffIds().get(i)).resolve("fs");
      if (Files.exists(files)) {
        assertThat(Files.readAllBytes(files.resolve("built" + i)))
            .as("seed %d", seed)
            .isEqualTo(texts.get(i).getBytes(US_ASCII));
        unpacked.incrementAndGet();
      }
    }
  }

  private String noise() {
    StringBuilder text = new StringBuilder();
    random.ints(LAYER, 0, 64).forEach(c -> text.append((char) (' ' + c)));
    return text.toString();
  }

  @FunctionalInterface
  private interface Work {
    Object run() throws Exception;
  }

  /** False when it ended with the one error that users get. */
  private boolean attempt(Work work) throws Exception {
    try {
      work.run();
      return true;
    } catch (BuildException e) {
      failures.incrementAndGet();
      assertThat(e.kind()).as("seed %d: %s", seed, e).isEqualTo(BuildException.Kind.REGISTRY);
      assertThat(e).hasCauseInstanceOf(RegistryException.class);
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(3000);
      return false;
    }
  }

  private synchronized Fault fault(String line) {
    if (random.nextInt(3) != 0) {
      return new Fault.None();
    }
    injected.incrementAndGet();
    long at = random.nextLong(LAYER / 3);
    // A manifest under a tag has no digest that could tell, unless TLS guards it.
    boolean upload = line.startsWith("PATCH") || line.contains("/blobs/uploads/");
    return switch (random.nextInt(upload ? 8 : 7)) {
      case 0 -> new Fault.CutRequest(at);
      case 1 -> new Fault.CutReply(-1);
      case 2 -> new Fault.CutReply(at);
      case 3 -> new Fault.CorruptReply(at);
      case 4 -> new Fault.WrongLength(random.nextBoolean() ? 1 + at : -1 - at);
      case 5 -> new Fault.Status(List.of(429, 500, 502, 503).get(random.nextInt(4)));
      case 6 -> new Fault.Delay(random.nextInt(30));
      default -> new Fault.CorruptRequest(at);
    };
  }

  /** The files below a directory whose content is not what their name says. */
  private static List<Path> contents(Path blobs) throws IOException {
    try (Stream<Path> files = Files.walk(blobs)) {
      return files.filter(Files::isRegularFile).filter(RandomFaultsTest::isWrong).toList();
    }
  }

  private static boolean isWrong(Path file) {
    try {
      // docker-registry keeps a blob as DIGEST/data
      return !file.toString()
          .replaceFirst("/data$", "")
          .endsWith("/" + Digest.sha256(Files.readAllBytes(file)).hex());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
