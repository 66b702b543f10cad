package dev.jbuild.cache.deflate;

/**
 * Deflates one block of a longer stream at a time. The block ends at a byte boundary and is not the
 * last one, so that the results of several deflaters can stand one after the other. The same bytes
 * give the same result, whatever came before.
 */
public interface BlockDeflater extends AutoCloseable {
  /** How far back a match may be (RFC 1951, 3.2.5). */
  int WINDOW = 32 * 1024;

  /**
   * Deflates {@code bytes[from]} to {@code bytes[to - 1]}.
   *
   * @param start of what the reader will have had just before, at most a window ahead of {@code
   *     from}
   * @return how many bytes of {@link #output} are the result, until the next call
   */
  int deflate(byte[] bytes, int start, int from, int to);

  /** Where the result is. */
  byte[] output();

  @Override
  void close();

  /**
   * A deflater for a level of gzip: 1 to 3 are our own, whose bytes are the same with every Java, 4
   * to 9 are those of Java's zlib.
   */
  static BlockDeflater ofLevel(int level) {
    return switch (level) {
      case 1 -> new FastDeflater(0);
      case 2 -> new FastDeflater(2);
      case 3 -> new FastDeflater(1);
      default -> new ZlibDeflater(level);
    };
  }
}
