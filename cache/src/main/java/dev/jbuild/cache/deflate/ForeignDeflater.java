package dev.jbuild.cache.deflate;

import dev.jbuild.oci.layer.NativeDeflater;
import java.io.IOException;

/** What {@link FastDeflater} does, in another process. */
final class ForeignDeflater implements BlockDeflater {
  private final NativeDeflater process;
  private final int stride;
  private byte[] output = {};

  ForeignDeflater(NativeDeflater process, int stride) {
    this.process = process;
    this.stride = stride;
  }

  @Override
  public int deflate(byte[] bytes, int start, int from, int to) throws IOException {
    output = process.deflate(stride, bytes, start, from, to);
    return output.length;
  }

  @Override
  public byte[] output() {
    return output;
  }

  @Override
  public void close() {
    process.close();
  }
}
