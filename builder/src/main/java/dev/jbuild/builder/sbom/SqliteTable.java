package dev.jbuild.builder.sbom;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the rows of a table of an SQLite database file, in the order of their numbers (SQLite,
 * "Database File Format"). Indexes, views and the write-ahead log are not looked at.
 */
final class SqliteTable {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int INTERIOR = 5;
  private static final int LEAF = 13;
  private static final int FIRST_HEADER = 100;
  private static final int LARGEST = 64 << 20;

  private final ByteBuffer file;
  private final int pageSize;
  private final int usable;
  private final Set<Integer> seen = new HashSet<>();

  /**
   * @throws IllegalArgumentException when it is no database, or a damaged one; so all methods
   */
  SqliteTable(byte[] bytes) {
    this.file = ByteBuffer.wrap(bytes);
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes.length < FIRST_HEADER || bytes[i] != MAGIC[i]) {
        throw new IllegalArgumentException("it is no SQLite database");
      }
    }
    int size = Short.toUnsignedInt(file.getShort(16));
    this.pageSize = size == 1 ? 65536 : size;
    this.usable = pageSize - Byte.toUnsignedInt(file.get(20));
    if (pageSize < 512 || usable < 480) {
      throw new IllegalArgumentException("its pages have no size that they may have");
    }
  }

  /**
   * The values of each row of a table: {@link Long}, {@code byte[]} for text and blobs, or null.
   */
  void rows(String table, Consumer<List<Object>> taker) {
    try {
      int[] root = {0};
      page(
          1,
          row -> {
            boolean is =
                row.size() >= 4
                    && "table".equals(text(row.get(0)))
                    && table.equals(text(row.get(1)));
            if (is && row.get(3) instanceof Long page) {
              root[0] = Math.toIntExact(page);
            }
          });
      if (root[0] == 0) {
        throw new IllegalArgumentException("it has no table " + table);
      }
      seen.clear();
      page(root[0], taker);
    } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
  }

  private void page(int number, Consumer<List<Object>> taker) {
    if (!seen.add(number)) {
      throw new IllegalArgumentException("its pages go round in a circle");
    }
    int start = Math.multiplyExact(number - 1, pageSize);
    int header = start + (number == 1 ? FIRST_HEADER : 0);
    int type = file.get(header);
    if (type != INTERIOR && type != LEAF) {
      throw new IllegalArgumentException("it has a page of another kind than a table's");
    }
    int cells = Short.toUnsignedInt(file.getShort(header + 3));
    int pointers = header + (type == INTERIOR ? 12 : 8);
    for (int i = 0; i < cells; i++) {
      int cell = start + Short.toUnsignedInt(file.getShort(pointers + 2 * i));
      if (type == INTERIOR) {
        page(file.getInt(cell), taker);
      } else {
        taker.accept(record(payload(cell)));
      }
    }
    if (type == INTERIOR) {
      page(file.getInt(header + 8), taker);
    }
  }

  /** What a cell holds, whose end may be in a chain of pages. */
  private ByteBuffer payload(int cell) {
    ByteBuffer at = file.duplicate().position(cell);
    int length = Math.toIntExact(number(at));
    number(at); // the number of the row
    if (length < 0 || length > LARGEST) {
      throw new IllegalArgumentException("it has a row that is too large");
    }
    int most = usable - 35;
    int least = (usable - 12) * 32 / 255 - 23;
    int fits = least + (length - least) % (usable - 4);
    int here = length <= most ? length : fits <= most ? fits : least;
    byte[] payload = new byte[length];
    at.get(payload, 0, here);
    int next = here < length ? at.getInt() : 0;
    for (int done = here; done < length; ) {
      ByteBuffer page = file.duplicate().position(Math.multiplyExact(next - 1, pageSize));
      next = page.getInt();
      int count = Math.min(usable - 4, length - done);
      page.get(payload, done, count);
      done += count;
    }
    return ByteBuffer.wrap(payload);
  }

  /** A variable-length number: seven bits a byte, all eight of a ninth. */
  private static long number(ByteBuffer at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      byte next = at.get();
      value = (value << 7) | (next & 0x7F);
      if (next >= 0) {
        return value;
      }
    }
    return (value << 8) | (at.get() & 0xFF);
  }

  private static List<Object> record(ByteBuffer payload) {
    int end = Math.toIntExact(number(payload));
    List<Long> types = new ArrayList<>();
    while (payload.position() < end) {
      types.add(number(payload));
    }
    List<Object> values = new ArrayList<>();
    for (long type : types) {
      values.add(value(type, payload));
    }
    return values;
  }

  private static Object value(long type, ByteBuffer payload) {
    if (type >= 12) {
      byte[] bytes = new byte[Math.toIntExact((type - (type % 2 == 0 ? 12 : 13)) / 2)];
      payload.get(bytes);
      return bytes;
    }
    return switch ((int) type) {
      case 1, 2, 3, 4 -> integer(payload, (int) type);
      case 5 -> integer(payload, 6);
      case 6, 7 -> integer(payload, 8);
      case 9 -> 1L;
      default -> 0L; // NULL as well: the number of a row is one, and nothing else is read
    };
  }

  private static long integer(ByteBuffer payload, int bytes) {
    long value = payload.get();
    for (int i = 1; i < bytes; i++) {
      value = (value << 8) | (payload.get() & 0xFF);
    }
    return value;
  }
}
