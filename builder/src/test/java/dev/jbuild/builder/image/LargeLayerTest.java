package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are large enough for a process that inflates them and a thread that waits for it. */
class LargeLayerTest {
  private static final int FILES = 6;
  private static final int SIZE = 1_000_000;

  @TempDir private Path root;
  private final List<String> log = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private Store store;
  private LazyAgent agent;
  private byte[] tar;
  private byte[] blob;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(root.resolve("store"));
    agent =
        new LazyAgent(
            new AgentOptions(store.root(), root.resolve("native"), Isolation.AUTO, log::add),
            store,
            BuildListener.SILENT);
    Random random = new Random(3);
    for (int i = 0; i < FILES; i++) {
      contents.add(new byte[SIZE]);
      random.nextBytes(contents.getLast());
    }
    tar = tar();
    // Two members, of which the first ends inside a file.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(gzip(Arrays.copyOf(tar, 2_345_678)));
    out.write(gzip(Arrays.copyOfRange(tar, 2_345_678, tar.length)));
    blob = out.toByteArray();
  }

  @AfterEach
  void close() throws IOException {
    agent.close();
    store.close();
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
    assertThat(log).isEmpty();
  }

  private byte[] tar() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (int i = 0; i < FILES; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("f" + i);
        entry.setSize(SIZE);
        tar.putArchiveEntry(entry);
        tar.write(contents.get(i));
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private DiffId ingest(byte[] bytes) throws IOException {
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, blob);
    return store.layers().ingestUnpacked(new ByteArrayInputStream(bytes), descriptor, agent);
  }

  private void expectFiles(DiffId layer) throws IOException {
    Path files = store.layers().directories(List.of(layer), agent).getFirst();
    for (int i = 0; i < FILES; i++) {
      assertThat(Files.readAllBytes(files.resolve("f" + i))).isEqualTo(contents.get(i));
    }
  }

  @Test
  void ingest_unpacksWhatArrives() throws IOException {
    DiffId layer = ingest(blob);

    assertThat(layer.digest()).isEqualTo(Digest.sha256(tar));
    expectFiles(layer);
  }

  @Test
  void directories_ofAPackedLayer_unpacksItsBlob() throws IOException {
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, blob);
    expectFiles(store.layers().ingest(new ByteArrayInputStream(blob), descriptor));
  }

  @Test
  void ingest_ofDamagedBytes_failsAndLeavesNoLayer() throws IOException {
    for (int at = 0; at < blob.length; at += 1_234_567) {
      byte[] damaged = blob.clone();
      damaged[at] ^= 0x10;
      assertThatThrownBy(() -> ingest(damaged)).as("at %d", at).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> ingest(Arrays.copyOf(blob, damaged.length - 1)))
          .isInstanceOf(IOException.class);
    }
    assertThat(store.layers().available(new DiffId(Digest.sha256(tar)))).isFalse();
  }

  @Test
  void directories_ofABlobThatWasDamagedInTheStore_saysSo() throws IOException {
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, blob);
    DiffId layer = store.layers().ingest(new ByteArrayInputStream(blob), descriptor);
    Path stored = store.content().path(descriptor.digest());
    byte[] bytes = Files.readAllBytes(stored);
    bytes[3_000_000] ^= 0x10;
    Files.delete(stored);
    Files.write(stored, bytes);

    assertThatThrownBy(() -> store.layers().directories(List.of(layer), agent))
        .isInstanceOf(LostContentException.class);
  }
}
