package dev.jbuild.builder.sbom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The values of a hash database of Berkeley DB, in which rpm before 4.16 kept packages (db 5.3,
 * {@code src/dbinc/db_page.h}).
 */
final class BerkeleyHash {
  private static final int MAGIC = 0x061561;
  private static final int HASH_METADATA = 8;
  private static final int UNSORTED = 2;
  private static final int OVERFLOW = 7;
  private static final int SORTED = 13;
  private static final int INLINE = 1;
  private static final int ELSEWHERE = 3;
  private static final int PAGE_HEADER = 26;
  private static final int SMALLEST_PAGE = 512;
  private static final int LARGEST_PAGE = 1 << 16;

  private final ByteBuffer bytes;
  private final int pageSize;

  /** Throws IllegalArgumentException for what is no such database. */
  BerkeleyHash(byte[] bytes) {
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < SMALLEST_PAGE) {
      throw none();
    }
    boolean swapped = little.getInt(12) != MAGIC;
    this.bytes = swapped ? little.order(ByteOrder.BIG_ENDIAN) : little;
    this.pageSize = this.bytes.getInt(20);
    if (this.bytes.getInt(12) != MAGIC
        || bytes[25] != HASH_METADATA
        || pageSize < SMALLEST_PAGE
        || pageSize > LARGEST_PAGE) {
      throw none();
    }
  }

  private static IllegalArgumentException none() {
    return new IllegalArgumentException("it is no hash database of Berkeley DB");
  }

  /** Hands over each value; throws IllegalArgumentException when the database is damaged. */
  void values(Consumer<byte[]> taker) {
    try {
      for (int page = 1; page < bytes.capacity() / pageSize; page++) {
        int start = page * pageSize;
        int type = bytes.get(start + 25);
        if (type == SORTED || type == UNSORTED) {
          values(start, taker);
        }
      }
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
  }

  /** Keys and values take turns; items are laid down from the end of the page. */
  private void values(int start, Consumer<byte[]> taker) {
    int entries = Short.toUnsignedInt(bytes.getShort(start + 20));
    for (int i = 1; i < entries; i += 2) {
      int place = place(start, i);
      int item = start + place;
      if (bytes.get(item) == ELSEWHERE) {
        taker.accept(overflow(bytes.getInt(item + 4), bytes.getInt(item + 8)));
      } else if (bytes.get(item) == INLINE) {
        int length = place(start, i - 1) - place - 1;
        if (length < 0) {
          throw new IllegalArgumentException("a page of it is damaged");
        }
        byte[] value = new byte[length];
        bytes.get(item + 1, value);
        taker.accept(value);
      }
    }
  }

  private int place(int start, int entry) {
    return Short.toUnsignedInt(bytes.getShort(start + PAGE_HEADER + 2 * entry));
  }

  private byte[] overflow(int first, int length) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    int left = bytes.capacity() / pageSize; // a chain that leads back has no end
    for (int page = first; page != 0; left--) {
      int start = Math.multiplyExact(page, pageSize);
      int used = Short.toUnsignedInt(bytes.getShort(start + 22));
      if (bytes.get(start + 25) != OVERFLOW || left == 0) {
        throw new IllegalArgumentException("a package in it is damaged");
      }
      byte[] part = new byte[Math.min(used, pageSize - PAGE_HEADER)];
      bytes.get(start + PAGE_HEADER, part);
      value.writeBytes(part);
      page = bytes.getInt(start + 16);
    }
    if (value.size() != length) {
      throw new IllegalArgumentException("a package in it is cut off");
    }
    return value.toByteArray();
  }
}
