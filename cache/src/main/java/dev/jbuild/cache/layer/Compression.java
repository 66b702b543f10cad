package dev.jbuild.cache.layer;

import com.github.luben.zstd.ZstdInputStream;
import dev.jbuild.cache.deflate.RawInflater;
import dev.jbuild.oci.layer.NativeInflater;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How bytes are compressed, told by how they begin and not by what someone says of them. */
public enum Compression {
  NONE(""),
  GZIP("\u001f\u008b"),
  ZSTD("(\u00b5/\u00fd"),
  BZIP2("BZh"),
  XZ("\u00fd7zXZ\0");

  private static final int BUFFER = 128 * 1024;
  private static final int LONGEST = 6;
  private static final int XZ_MEMORY_KIB = 512 * 1024;

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /** The compression of what begins with {@code start}; six bytes are enough. */
  public static Compression of(byte[] start) {
    for (Compression candidate : values()) {
      if (candidate != NONE && candidate.begins(start)) {
        return candidate;
      }
    }
    return isZstdSkippable(start) ? ZSTD : NONE;
  }

  private boolean begins(byte[] start) {
    return new String(start, StandardCharsets.ISO_8859_1).startsWith(magic);
  }

  /** A zstd stream may begin with a frame of metadata (RFC 8878, 3.1.2). */
  private static boolean isZstdSkippable(byte[] start) {
    return start.length >= 4
        && (start[0] & 0xF0) == 0x50
        && (start[1] & 0xFF) == 0x2A
        && start[2] == 0x4D
        && start[3] == 0x18;
  }

  /** The uncompressed bytes of {@code in}, whichever way it is compressed, if at all. */
  public static InputStream decompress(InputStream in) throws IOException {
    return decompress(in, Optional::empty);
  }

  /** The same, with gzip inflated in a process where one can be had. */
  static InputStream decompress(InputStream in, Supplier<Optional<NativeInflater>> inflaters)
      throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(LONGEST);
    byte[] start = buffered.readNBytes(LONGEST);
    buffered.reset();
    return of(start).open(buffered, inflaters);
  }

  private InputStream open(InputStream in, Supplier<Optional<NativeInflater>> inflaters)
      throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GzipInput(in, RawInflater.of(inflaters));
      case ZSTD -> new ZstdInputStream(in);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
    };
  }
}
