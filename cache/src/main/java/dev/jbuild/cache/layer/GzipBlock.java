package dev.jbuild.cache.layer;

import dev.jbuild.cache.deflate.BlockDeflater;
import dev.jbuild.cache.deflate.BlockDeflaters;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** One block of a gzip member: what came before it, its input, and its deflated bytes. */
final class GzipBlock {
  private static final int WINDOW = BlockDeflater.WINDOW;

  private final byte[] input = new byte[WINDOW + ParallelGzip.BLOCK];
  private int start = WINDOW;
  private int end = WINDOW;
  private byte[] deflated = {};

  /** Takes as many bytes as have place. */
  int take(byte[] bytes, int offset, int count) {
    int taken = Math.min(count, input.length - end);
    System.arraycopy(bytes, offset, input, end, taken);
    end += taken;
    return taken;
  }

  boolean isFull() {
    return end == input.length;
  }

  boolean isEmpty() {
    return end == WINDOW;
  }

  /** Empties this block and makes it the one after {@code previous}, which is full. */
  void follow(GzipBlock previous) {
    System.arraycopy(previous.input, previous.end - WINDOW, input, 0, WINDOW);
    start = 0;
    end = WINDOW;
  }

  GzipBlock deflate(BlockDeflaters deflaters) throws IOException {
    boolean alone = start == WINDOW && !isFull();
    BlockDeflater deflater = alone ? deflaters.inJava() : deflaters.take();
    try {
      int size = deflater.deflate(input, start, WINDOW, end);
      deflated = Arrays.copyOf(deflater.output(), size);
      return this;
    } finally {
      deflaters.give(deflater);
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(deflated);
  }
}
