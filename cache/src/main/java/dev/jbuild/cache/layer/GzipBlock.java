package dev.jbuild.cache.layer;

import dev.jbuild.cache.deflate.BlockDeflater;
import java.io.IOException;
import java.io.OutputStream;

/** One block of a gzip member: what came before it, its input, and its deflated bytes. */
final class GzipBlock {
  private static final int WINDOW = BlockDeflater.WINDOW;

  private final BlockDeflater deflater;
  private final byte[] input = new byte[WINDOW + ParallelGzip.BLOCK];
  private int start = WINDOW;
  private int end = WINDOW;
  private int deflated;

  GzipBlock(int level) {
    this.deflater = BlockDeflater.ofLevel(level);
  }

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

  GzipBlock deflate() {
    deflated = deflater.deflate(input, start, WINDOW, end);
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(deflater.output(), 0, deflated);
  }

  void end() {
    deflater.close();
  }
}
