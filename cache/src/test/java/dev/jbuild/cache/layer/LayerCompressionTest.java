package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.testing.PlainDisk;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blobs of one layer in each compression. */
final class LayerCompressionTest {
  private static final LayerCompression HARD =
      new LayerCompression(LayerCompression.Method.GZIP, 9);

  @TempDir private Path root;

  private static NewLayer layer(Store store) throws IOException {
    byte[] text = "some text, some more text".repeat(100).getBytes(StandardCharsets.UTF_8);
    try (LayerWriter writer = store.layers().create(store.trees().empty(), LayerForm.TAR)) {
      writer.add(
          new LayerEntry.RegularFile("file", Attributes.of(0644, 0, 0, Instant.EPOCH), text.length),
          new ByteArrayInputStream(text));
      return writer.finish();
    }
  }

  private long blobs() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("blobs/sha256"))) {
      return files.count();
    }
  }

  @Test
  void compressed_ofEachMethodAndLevel_isMadeOnceAndKeptApart() throws Exception {
    try (Store store = Store.open(root)) {
      PlainDisk disk = new PlainDisk();
      NewLayer layer = layer(store);
      LayerStore layers = store.layers();
      Descriptor zstd = layers.compressed(layer.diffId(), LayerCompression.ZSTD, disk);
      Descriptor gzip = layers.compressed(layer.diffId(), LayerCompression.GZIP, disk);
      Descriptor small = layers.compressed(layer.diffId(), HARD, disk);
      Descriptor plain = layers.compressed(layer.diffId(), LayerCompression.NONE, disk);

      assertThat(zstd.mediaType()).isEqualTo(MediaTypes.OCI_LAYER_ZSTD);
      assertThat(gzip.mediaType()).isEqualTo(MediaTypes.OCI_LAYER_GZIP);
      assertThat(small.digest()).isNotEqualTo(gzip.digest());
      assertThat(plain)
          .isEqualTo(Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId().digest(), layer.size()));
      long blobs = blobs();
      assertThat(layers.compressed(layer.diffId(), LayerCompression.ZSTD, disk)).isEqualTo(zstd);
      assertThat(layers.compressed(layer.diffId(), LayerCompression.GZIP, disk)).isEqualTo(gzip);
      assertThat(layers.compressed(layer.diffId(), HARD, disk)).isEqualTo(small);
      assertThat(blobs()).isEqualTo(blobs);
    }
  }
}
