package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.layer.Compression;
import dev.jbuild.cache.layer.TarException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** Makes an image of one layer from the tar of a root file system. */
public final class ImageImport {
  private final Store store;
  private final Clock clock;

  /**
   * @param clock dates the images
   */
  public ImageImport(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Imports a tar, plain or compressed with gzip, bzip2, xz or zstd; its bytes, uncompressed, are
   * the layer. A name that leads outside stays inside the root.
   *
   * @param what names the tar in the history and in messages
   * @throws BuildException when it is no tar, or one that says what no layer may say
   */
  public LoadedImage importTar(InputStream tar, String what, ImportOptions options)
      throws BuildException, InterruptedException {
    return Attempt.to(
        "import " + what,
        () -> {
          Descriptor layer = layer(tar, what);
          ImageConfig config = config(new DiffId(layer.digest()), what, options);
          byte[] raw = config.toJson();
          store.content().put(raw);
          Manifest manifest =
              Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, raw), List.of(layer));
          store.content().put(manifest.raw());
          new LocalImages(store).keep(manifest.descriptor(), options.tags());
          return new LoadedImage(manifest.descriptor(), manifest.config().digest(), options.tags());
        });
  }

  private Descriptor layer(InputStream tar, String what) throws IOException, BuildException {
    Descriptor layer;
    try (BlobWriter out = store.content().write()) {
      Compression.decompress(tar).transferTo(out);
      if (out.size() == 0) {
        throw Attempt.wrong("cannot import " + what + ": it is empty, where a tar was expected");
      }
      long size = out.size();
      layer = Descriptor.of(MediaTypes.OCI_LAYER, out.commit(), size);
    }
    try (InputStream in = store.content().open(layer.digest())) {
      store.layers().ingest(in, layer);
      store.layers().treeOf(List.of(new DiffId(layer.digest())));
    } catch (TarException e) {
      throw new BuildException(Kind.USER, null, "cannot import " + what + ": " + e.getMessage(), e);
    }
    return layer;
  }

  private ImageConfig config(DiffId layer, String what, ImportOptions options) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String message = Objects.requireNonNullElse(options.message(), "Imported from " + what);
    return ImageConfig.empty(options.platform())
        .withConfig(options.config())
        .withCreated(now)
        .withLayers(List.of(layer), List.of(new HistoryEntry(now, null, null, message, false)));
  }
}
