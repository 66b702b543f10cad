package dev.jbuild.builder.sbom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The packages of a database in rpm's own form (SUSE): pages of slots, each of which says where the
 * header of a package is (rpm, {@code lib/backend/ndb/rpmpkg.c}).
 */
final class NdbFile {
  private static final int DATABASE = 'R' | 'p' << 8 | 'm' << 16 | 'P' << 24;
  private static final int SLOT = 'S' | 'l' << 8 | 'o' << 16 | 't' << 24;
  private static final int BLOB = 'B' | 'l' << 8 | 'b' << 16 | 'S' << 24;
  private static final int VERSION = 0;
  private static final int PAGE = 4096;
  private static final int SLOT_SIZE = 16;
  private static final int BLOCK = 16;

  private final ByteBuffer bytes;

  NdbFile(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Hands over each header; throws IllegalArgumentException for what is none or is damaged. */
  void packages(Consumer<byte[]> taker) {
    try {
      if (bytes.getInt(0) != DATABASE || bytes.getInt(4) != VERSION) {
        throw new IllegalArgumentException("it is no database in rpm's own form");
      }
      int end = Math.multiplyExact(bytes.getInt(12), PAGE);
      for (int slot = 2 * SLOT_SIZE; slot < end; slot += SLOT_SIZE) {
        if (bytes.getInt(slot) != SLOT) {
          throw new IllegalArgumentException("its list of packages is damaged");
        }
        if (bytes.getInt(slot + 4) != 0) {
          taker.accept(blob(bytes.getInt(slot + 4), bytes.getInt(slot + 8)));
        }
      }
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new IllegalArgumentException("it is cut off", e);
    }
  }

  private byte[] blob(int index, int block) {
    int at = Math.multiplyExact(block, BLOCK);
    int length = bytes.getInt(at + 12);
    if (bytes.getInt(at) != BLOB || bytes.getInt(at + 4) != index || length < 0) {
      throw new IllegalArgumentException("a package in it is damaged");
    }
    if (length > bytes.capacity() - at - BLOCK) {
      throw new IndexOutOfBoundsException(length);
    }
    byte[] blob = new byte[length];
    bytes.get(at + BLOCK, blob);
    return blob;
  }
}
