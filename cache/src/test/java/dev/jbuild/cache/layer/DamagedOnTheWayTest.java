package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.testing.Entries;
import dev.jbuild.cache.testing.PlainDisk;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedOnTheWayTest {
  @TempDir Path root;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(root);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** As a registry's blob does: that its bytes are wrong is told at the end of them. */
  private static final class Wrong extends FilterInputStream {
    private boolean told;

    Wrong(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, Math.min(length, 64));
      if (count < 0) {
        assertThat(told).as("read after its failure").isFalse();
        told = true;
        throw new IOException("not what was asked for");
      }
      return count;
    }
  }

  @Test
  void ingest_ofBytesThatWereDamagedOnTheirWay_failsAsTheirReaderDoes() throws Exception {
    byte[] gzip = gzip(TarWriterTest.tar(new Entries().dir("a").file("a/f", "content")));
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, gzip);
    for (int at = 0; at < gzip.length; at++) {
      byte[] damaged = gzip.clone();
      damaged[at] ^= 0x55;
      assertThatThrownBy(() -> store.layers().ingest(new Wrong(damaged), descriptor))
          .as("damaged at %d", at)
          .hasMessage("not what was asked for");
    }
  }

  @Test
  void ingest_ofDamagedBytesThatAreUnpackedMeanwhile_leavesNoLayer() throws Exception {
    byte[] tar = TarWriterTest.tar(new Entries().dir("a").file("a/f", "content"));
    byte[] gzip = gzip(tar);
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, gzip);
    for (int at = 0; at < gzip.length; at++) {
      byte[] damaged = gzip.clone();
      damaged[at] ^= 0x55;
      assertThatThrownBy(
              () -> store.layers().ingestUnpacked(new Wrong(damaged), descriptor, new PlainDisk()))
          .as("damaged at %d", at)
          .hasMessage("not what was asked for");
    }
    assertThat(store.layers().available(new DiffId(Digest.sha256(tar)))).isFalse();
    assertThat(root.resolve("layers"))
        .satisfiesAnyOf(
            layers -> assertThat(layers).doesNotExist(),
            layers -> assertThat(layers).isEmptyDirectory());
  }

  @Test
  void ingest_ofBytesThatAreUnpackedMeanwhile_needsNoOtherPass() throws Exception {
    PlainDisk disk = new PlainDisk();
    byte[] tar = TarWriterTest.tar(new Entries().dir("a").file("a/f", "content"));
    byte[] gzip = gzip(tar);
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, gzip);

    DiffId layer = store.layers().ingestUnpacked(new ByteArrayInputStream(gzip), descriptor, disk);

    assertThat(layer.digest()).isEqualTo(Digest.sha256(tar));
    assertThat(disk.unpacked).isEqualTo(1);
    Path files = store.layers().directories(List.of(layer), disk).getFirst();
    assertThat(files.resolve("a/f")).hasContent("content");
    assertThat(disk.unpacked).isEqualTo(1);
    assertThat(store.content().read(descriptor.digest())).isEqualTo(gzip);
  }

  @Test
  void ingest_ofALayerThatLeavesOutDirectories_unpacksItOnItsStack() throws Exception {
    PlainDisk disk = new PlainDisk();
    byte[] below = gzip(TarWriterTest.tar(new Entries().dir("a").file("a/f", "content")));
    byte[] above = gzip(TarWriterTest.tar(new Entries().file("a/g", "more")));
    List<DiffId> stack = new ArrayList<>();
    for (byte[] blob : List.of(below, above)) {
      Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, blob);
      stack.add(store.layers().ingestUnpacked(new ByteArrayInputStream(blob), descriptor, disk));
    }
    assertThat(store.layers().place(stack.getLast()).resolve("fs")).doesNotExist();

    Path files = store.layers().directories(stack, disk).getLast();

    assertThat(files.resolve("a/g")).hasContent("more");
    assertThat(disk.unpacked).isEqualTo(3);
  }

  @Test
  void ingest_ofWhatIsNoGzip_saysSo() {
    byte[] bytes = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 6, 6, 6};

    assertThatThrownBy(
            () ->
                store
                    .layers()
                    .ingest(
                        new ByteArrayInputStream(bytes),
                        Descriptor.of(MediaTypes.OCI_LAYER_GZIP, bytes)))
        .hasMessageContaining("gzip data is damaged");
  }
}
