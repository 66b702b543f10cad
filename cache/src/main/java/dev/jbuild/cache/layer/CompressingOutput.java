package dev.jbuild.cache.layer;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.jbuild.cache.deflate.BlockDeflaters;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that compresses on all cores what is written, with the same bytes on any number. */
final class CompressingOutput extends OutputStream {
  private final OutputStream out;
  private final Ending ending;

  /** Writes what is left and ends the frame; the blob behind it stays open. */
  @FunctionalInterface
  private interface Ending {
    void finish() throws IOException;
  }

  private CompressingOutput(OutputStream out, Ending ending) {
    this.out = out;
    this.ending = ending;
  }

  /** On all cores, with what the disk has for it. */
  static CompressingOutput of(LayerCompression compression, OutputStream blob, LayerDisk disk)
      throws IOException {
    return of(compression, blob, disk, Runtime.getRuntime().availableProcessors());
  }

  static CompressingOutput of(
      LayerCompression compression, OutputStream blob, LayerDisk disk, int workers)
      throws IOException {
    return switch (compression.method()) {
      case NONE -> throw new IllegalArgumentException("nothing to compress with");
      case GZIP -> {
        BlockDeflaters deflaters = new BlockDeflaters(compression.level(), disk::deflater);
        ParallelGzip gzip = new ParallelGzip(blob, deflaters, workers);
        yield new CompressingOutput(gzip, gzip::finish);
      }
      case ZSTD -> zstd(blob, compression.level(), workers);
    };
  }

  /**
   * With one worker or more the library cuts its input into jobs whose size depends on the level
   * alone; without any it makes other bytes.
   */
  private static CompressingOutput zstd(OutputStream blob, int level, int workers)
      throws IOException {
    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(blob, level);
    zstd.setChecksum(true);
    zstd.setWorkers(workers);
    return new CompressingOutput(zstd, zstd::closeWithoutClosingParentStream);
  }

  /** The OCI media type of a layer that is compressed so (image-spec, layer.md). */
  static String mediaType(LayerCompression.Method method) {
    return switch (method) {
      case NONE -> MediaTypes.OCI_LAYER;
      case GZIP -> MediaTypes.OCI_LAYER_GZIP;
      case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
    };
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  void finish() throws IOException {
    ending.finish();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
