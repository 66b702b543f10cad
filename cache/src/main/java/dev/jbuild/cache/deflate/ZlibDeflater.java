package dev.jbuild.cache.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;

/** Java's zlib. */
final class ZlibDeflater implements BlockDeflater {
  private final Deflater deflater;
  private byte[] output = new byte[128 * 1024];

  ZlibDeflater(int level) {
    this.deflater = new Deflater(level, true);
  }

  @Override
  public int deflate(byte[] bytes, int start, int from, int to) {
    deflater.reset();
    if (start < from) {
      deflater.setDictionary(bytes, start, from - start);
    }
    deflater.setInput(bytes, from, to - from);
    int deflated = 0;
    while (true) {
      int place = output.length - deflated;
      int count = deflater.deflate(output, deflated, place, Deflater.SYNC_FLUSH);
      deflated += count;
      if (count < place) { // zlib left place over, so it has nothing more to give
        return deflated;
      }
      output = Arrays.copyOf(output, output.length * 2);
    }
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
