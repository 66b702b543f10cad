package dev.jbuild.cache.deflate;

import java.io.IOException;

/**
 * Deflates one block of a longer stream at a time. The block ends at a byte boundary and is not the
 * last one, so that the results of several deflaters can stand one after the other. The same bytes
 * give the same result, whatever came before.
 */
public interface BlockDeflater extends AutoCloseable {
  /** How far back a match may be (RFC 1951, 3.2.5). */
  int WINDOW = 32 * 1024;

  /** The levels below are our own. */
  int FIRST_OF_ZLIB = 4;

  /**
   * Deflates {@code bytes[from]} to {@code bytes[to - 1]}.
   *
   * @param start of what the reader will have had just before, at most a window ahead of {@code
   *     from}
   * @return how many bytes of {@link #output} are the result, until the next call
   * @throws IOException when a process that does it is gone
   */
  int deflate(byte[] bytes, int start, int from, int to) throws IOException;

  /** Where the result is. */
  byte[] output();

  @Override
  void close();

  /** What {@link FastDeflater} makes of a level. */
  static int stride(int level) {
    return switch (level) {
      case 1 -> 0;
      case 2 -> 2;
      default -> 1;
    };
  }

  /**
   * A deflater for a level of gzip: 1 to 3 are our own, whose bytes are the same with every Java, 4
   * to 9 are those of Java's zlib.
   */
  static BlockDeflater ofLevel(int level) {
    return level < FIRST_OF_ZLIB ? new FastDeflater(stride(level)) : new ZlibDeflater(level);
  }
}
