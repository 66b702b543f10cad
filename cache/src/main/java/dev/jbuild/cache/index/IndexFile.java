package dev.jbuild.cache.index;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.FileName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of an index.
 *
 * <pre>
 * index = "jbuild-index1" count entry* crc32c            of all that is before it
 * entry = length path size mtime ctime inode device day digest
 * </pre>
 *
 * Numbers are big-endian: count, length, day and the checksum of 4 bytes, the others of 8; a digest
 * is 32 bytes.
 */
final class IndexFile {
  private static final byte[] MAGIC = "jbuild-index1".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED = 4 + 5 * 8 + 4 + 32;
  private static final int CHECKSUM = 4;
  private static final int DIGEST = 32;

  private IndexFile() {}

  static byte[] of(Map<String, FileIndex.Entry> entries) {
    int length = MAGIC.length + 4 + CHECKSUM;
    for (String path : entries.keySet()) {
      length = Math.addExact(length, FIXED + FileName.encode(path).length);
    }
    ByteBuffer out = ByteBuffer.allocate(length).put(MAGIC).putInt(entries.size());
    entries.forEach(
        (path, entry) -> {
          byte[] name = FileName.encode(path);
          FileStamp stamp = entry.stamp();
          out.putInt(name.length)
              .put(name)
              .putLong(stamp.size())
              .putLong(stamp.mtime())
              .putLong(stamp.ctime())
              .putLong(stamp.inode())
              .putLong(stamp.device())
              .putInt(entry.day())
              .put(HexFormat.of().parseHex(entry.content().hex()));
        });
    byte[] bytes = out.array();
    return out.putInt(checksum(bytes, length - CHECKSUM)).array();
  }

  /**
   * @throws IllegalArgumentException when these bytes are no index
   */
  static Map<String, FileIndex.Entry> parse(byte[] bytes) {
    int end = bytes.length - CHECKSUM;
    if (end < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("it is of another kind or was cut off");
    }
    if (ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, MAGIC.length, end - MAGIC.length);
    try {
      int count = in.getInt();
      Map<String, FileIndex.Entry> entries = HashMap.newHashMap(Math.min(count, end / FIXED));
      for (int i = 0; i < count; i++) {
        byte[] name = new byte[Math.min(in.getInt(), in.remaining())];
        in.get(name);
        FileStamp stamp =
            new FileStamp(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
        int day = in.getInt();
        byte[] digest = new byte[DIGEST];
        in.get(digest);
        Digest content = Digest.parse("sha256:" + HexFormat.of().formatHex(digest));
        entries.put(FileName.decode(name), new FileIndex.Entry(stamp, content, day));
      }
      return entries;
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("it says more than it holds", e);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
