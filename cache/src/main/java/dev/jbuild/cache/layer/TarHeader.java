package dev.jbuild.cache.layer;

import dev.jbuild.oci.layer.FileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Encodes one tar header in USTAR (POSIX.1-2017, pax, "ustar Interchange Format"). What does not
 * fit there goes into PAX records before it, sorted by key.
 */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final int PREFIX_OFFSET = 345;
  private static final long MAX_OCTAL_7 = 07777777L;
  private static final long MAX_OCTAL_11 = 077777777777L;

  private final byte[] path;
  private final char type;
  private final SortedMap<String, byte[]> pax = new TreeMap<>();
  private byte[] link = {};
  private int mode;
  private long uid;
  private long gid;
  private long size;
  private long mtime;
  private int major;
  private int minor;

  TarHeader(String path, char type) {
    this.path = FileName.encode(path);
    this.type = type;
  }

  TarHeader attributes(int newMode, long newUid, long newGid, long newMtime) {
    mode = newMode;
    uid = newUid;
    gid = newGid;
    mtime = newMtime;
    return this;
  }

  TarHeader size(long value) {
    size = value;
    return this;
  }

  TarHeader link(String target) {
    link = FileName.encode(target);
    return this;
  }

  TarHeader device(int newMajor, int newMinor) {
    major = newMajor;
    minor = newMinor;
    return this;
  }

  TarHeader pax(String key, byte[] value) {
    pax.put(key, value);
    return this;
  }

  /** The header's blocks, those of a PAX header before it included. */
  byte[] encode() throws IOException {
    int split = splitPath();
    if (split < 0) {
      pax.put("path", path);
    }
    if (link.length > NAME || !isAscii(link)) {
      pax.put("linkpath", link);
    }
    paxNumber("uid", uid, MAX_OCTAL_7);
    paxNumber("gid", gid, MAX_OCTAL_7);
    paxNumber("size", size, MAX_OCTAL_11);
    paxNumber("mtime", mtime, MAX_OCTAL_11);
    if (!fits(major, MAX_OCTAL_7) || !fits(minor, MAX_OCTAL_7)) {
      throw new IOException("device number " + major + ":" + minor + " does not fit into a tar");
    }
    byte[] own = block(split);
    if (pax.isEmpty()) {
      return own;
    }
    byte[] records = records();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarHeader before = new TarHeader("", 'x');
    before.size = records.length;
    out.writeBytes(before.block(paxName()));
    out.writeBytes(records);
    out.writeBytes(new byte[padding(records.length)]);
    out.writeBytes(own);
    return out.toByteArray();
  }

  /** Zeros that fill up the last block of {@code length} bytes. */
  static int padding(long length) {
    return (int) (-length & (BLOCK - 1));
  }

  private void paxNumber(String key, long value, long max) {
    if (!fits(value, max)) {
      pax.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static boolean fits(long value, long max) {
    return value >= 0 && value <= max;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /** The place of the slash that parts prefix and name; 0 without prefix, -1 when none fits. */
  private int splitPath() {
    if (!isAscii(path)) {
      return -1;
    }
    if (path.length <= NAME) {
      return 0;
    }
    for (int i = Math.min(path.length - 2, PREFIX); i > 0 && path.length - i - 1 <= NAME; i--) {
      if (path[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  /** A name for the PAX header itself, for readers that know no PAX and make a file of it. */
  private byte[] paxName() {
    String text = new String(path, StandardCharsets.ISO_8859_1);
    String clean = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String base = clean.substring(clean.lastIndexOf('/') + 1);
    StringBuilder name = new StringBuilder("PaxHeaders.0/");
    base.chars().filter(c -> c < 0x80).forEach(c -> name.append((char) c));
    return name.substring(0, Math.min(name.length(), NAME)).getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] block(int split) {
    if (split > 0) {
      byte[] name = new byte[path.length - split - 1];
      System.arraycopy(path, split + 1, name, 0, name.length);
      byte[] block = block(name);
      System.arraycopy(path, 0, block, PREFIX_OFFSET, split);
      return withChecksum(block);
    }
    return block(path);
  }

  private byte[] block(byte[] name) {
    byte[] block = new byte[BLOCK];
    text(block, 0, NAME, name);
    octal(block, 100, 8, mode);
    octal(block, 108, 8, fits(uid, MAX_OCTAL_7) ? uid : 0);
    octal(block, 116, 8, fits(gid, MAX_OCTAL_7) ? gid : 0);
    octal(block, 124, 12, fits(size, MAX_OCTAL_11) ? size : 0);
    octal(block, 136, 12, fits(mtime, MAX_OCTAL_11) ? mtime : 0);
    block[156] = (byte) type;
    text(block, 157, NAME, link);
    text(block, 257, 8, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    octal(block, 329, 8, major);
    octal(block, 337, 8, minor);
    return withChecksum(block);
  }

  private static byte[] withChecksum(byte[] block) {
    text(block, 148, 8, "        ".getBytes(StandardCharsets.US_ASCII));
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    octal(block, 148, 7, sum); // six digits, NUL, and the blank that is there
    return block;
  }

  /** Bytes that do not fit or are not ASCII are in the PAX records. */
  private static void text(byte[] block, int offset, int length, byte[] value) {
    int end = offset + length;
    for (int i = 0, at = offset; i < value.length && at < end; i++) {
      if (value[i] >= 0) {
        block[at++] = value[i];
      }
    }
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    block[offset + length - 1] = 0;
  }

  private byte[] records() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> record : pax.entrySet()) {
      byte[] key = FileName.encode(record.getKey());
      if (record.getKey().indexOf('=') >= 0) {
        throw new IOException(
            "a tar cannot hold an attribute with \"=\" in its name: " + record.getKey());
      }
      int content = key.length + record.getValue().length + 3; // blank, "=", line feed
      int length = content + Integer.toString(content).length();
      length = content + Integer.toString(length).length();
      out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(key);
      out.write('=');
      out.writeBytes(record.getValue());
      out.write('\n');
    }
    return out.toByteArray();
  }
}
