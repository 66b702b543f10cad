package dev.jbuild.cache.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** One block of a gzip member: its input, what came before it, and its deflated bytes. */
final class GzipBlock {
  private static final int WINDOW = 32 * 1024;

  private final Deflater deflater;
  private final byte[] input = new byte[ParallelGzip.BLOCK];
  private byte[] output = new byte[ParallelGzip.BLOCK / 2];
  private byte[] before = {};
  private int length;
  private int deflated;

  GzipBlock(int level) {
    this.deflater = new Deflater(level, true);
  }

  /** Takes as many bytes as have place. */
  int take(byte[] bytes, int offset, int count) {
    int taken = Math.min(count, input.length - length);
    System.arraycopy(bytes, offset, input, length, taken);
    length += taken;
    return taken;
  }

  boolean isFull() {
    return length == input.length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Empties this block and makes it the one after {@code previous}. */
  void follow(GzipBlock previous) {
    before =
        Arrays.copyOfRange(previous.input, Math.max(0, previous.length - WINDOW), previous.length);
    length = 0;
    deflated = 0;
  }

  GzipBlock deflate() {
    deflater.reset();
    if (before.length > 0) {
      deflater.setDictionary(before);
    }
    deflater.setInput(input, 0, length);
    while (true) {
      int place = output.length - deflated;
      int count = deflater.deflate(output, deflated, place, Deflater.SYNC_FLUSH);
      deflated += count;
      if (count < place) { // zlib left place over, so it has nothing more to give
        return this;
      }
      output = Arrays.copyOf(output, output.length * 2);
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(output, 0, deflated);
  }

  void end() {
    deflater.end();
  }
}
