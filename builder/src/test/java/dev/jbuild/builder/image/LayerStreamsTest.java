package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.TransferListener;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.FaultProxy;
import dev.jbuild.registry.testing.FaultProxy.Fault;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Layers leave for a registry while they are compressed. */
@Timeout(120)
class LayerStreamsTest {
  private static final int SIZE = 3_000_000;

  @TempDir Path directory;
  private DockerRegistry server;
  private FaultProxy proxy;
  private RegistryClient registry;
  private Store store;
  private ImageReference target;

  @BeforeEach
  void open() throws Exception {
    server = DockerRegistry.start(directory);
    proxy = new FaultProxy(server.port());
    registry =
        new RegistryClient(
            RegistryOptions.DEFAULT.withRetries(3, Duration.ofMillis(5)).withChunkSize(400_000));
    store = Store.open(directory.resolve("store"));
    target = ImageReference.parse(proxy.host() + "/app:1");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    registry.close();
    proxy.close();
    server.close();
  }

  private List<String> requests(String method) {
    return proxy.requests().stream().filter(line -> line.startsWith(method + " ")).toList();
  }

  private static String noise() {
    StringBuilder text = new StringBuilder();
    new Random(5).ints(SIZE, 0, 64).forEach(c -> text.append((char) (' ' + c)));
    return text.toString();
  }

  /** The layer in the registry is that of the store, byte for byte. */
  private void assertPushed() throws Exception {
    Manifest manifest = Manifest.parse(registry.manifest(target).raw());
    Descriptor layer = manifest.layers().getFirst();
    try (InputStream there = registry.blob(target, layer);
        InputStream here = store.content().open(layer.digest())) {
      assertThat(there).hasSameContentAs(here);
    }
  }

  private void push() throws Exception {
    new ImagePush(store, registry, new NoDisk(), new Transfers()).push(target);
  }

  /** The second half is made only when a part of the first has left. */
  private Descriptor write(byte[] content, LayerStreams streams) throws Exception {
    new Random(6).nextBytes(content);
    try (BlobWriter blob = store.content().write()) {
      streams.begin(blob.unfinished());
      blob.write(content, 0, SIZE / 2);
      while (requests("PATCH").isEmpty()) {
        Thread.sleep(5);
      }
      blob.write(content, SIZE / 2, SIZE - SIZE / 2);
      return Descriptor.of("a/b", blob.commit(), SIZE);
    }
  }

  @Test
  void sent_ofABlobThatWasNotYetWritten_isTrueWhenTheRegistryHasIt() throws Exception {
    byte[] content = new byte[SIZE];
    try (LayerStreams streams = new LayerStreams(registry, target, TransferListener.NONE)) {
      Descriptor written = write(content, streams);

      assertThat(streams.sent(written)).isTrue();
      assertThat(streams.sent(Descriptor.of("a/b", new byte[1]))).isFalse();
      try (InputStream in = registry.blob(target, written)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void sent_whenBytesWereSpoiltOnTheWay_leavesItToTheUsualWay() throws Exception {
    AtomicInteger patches = new AtomicInteger();
    proxy.inject(
        line ->
            line.startsWith("PATCH") && patches.incrementAndGet() == 1
                ? new Fault.CorruptRequest(1000)
                : new Fault.None());
    try (LayerStreams streams = new LayerStreams(registry, target, TransferListener.NONE)) {
      Descriptor written = write(new byte[SIZE], streams);

      assertThat(streams.sent(written)).isFalse();
      assertThat(registry.hasBlob(target, written.digest())).isFalse();
    }
  }

  @Test
  void push_ofALargeLayer_sendsItOnceInChunks() throws Exception {
    TestImage.build(store, target, noise());

    push();

    assertPushed();
    assertThat(requests("PATCH")).hasSizeGreaterThan(4);
    assertThat(requests("PUT").stream().filter(line -> line.contains("/uploads/")))
        .as("the layer and the config")
        .hasSize(2);
    // Of the config, and of the layer if more than a chunk was left when its digest was known.
    assertThat(requests("HEAD")).hasSizeBetween(1, 2);
  }

  @Test
  void push_whenConnectionsBreak_goesOn() throws Exception {
    TestImage.build(store, target, noise());
    AtomicInteger patches = new AtomicInteger();
    proxy.inject(
        line ->
            line.startsWith("PATCH") && Set.of(2, 5).contains(patches.incrementAndGet())
                ? new Fault.CutRequest(50_000)
                : new Fault.None());

    push();

    assertPushed();
    assertThat(patches.get()).isGreaterThan(6);
  }
}
