package dev.jbuild.cache.deflate;

import dev.jbuild.oci.layer.NativeInflater;
import dev.jbuild.oci.layer.NativeInflater.Part;
import dev.jbuild.oci.layer.NativeInflater.State;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.ZipException;

/** Inflates in another process. */
final class ForeignInflater implements RawInflater {
  private static final Part NOTHING = new Part(0, 0, State.STARVED);

  private final NativeInflater process;
  private byte[] food = {};
  private int from;
  private int to;
  private boolean last;
  private boolean first = true;
  private boolean fed;
  private Part part = NOTHING;
  private int taken;

  ForeignInflater(NativeInflater process) {
    this.process = process;
  }

  @Override
  public void feed(byte[] bytes, int from, int to, boolean last) {
    this.food = bytes;
    this.from = from;
    this.to = to;
    this.last = last;
    this.fed = true;
  }

  @Override
  public int take(byte[] buffer, int offset, int length) throws IOException {
    while (taken == part.produced() && (fed || part.state() == State.FULL)) {
      goOn();
    }
    int count = Math.min(length, part.produced() - taken);
    process.read(taken, buffer, offset, count);
    taken += count;
    return count;
  }

  private void goOn() throws IOException {
    int most = Math.min(to - from, NativeInflater.MOST_INPUT);
    part = process.inflate(food, from, from + most, first, last && from + most == to);
    first = false;
    fed = part.state() == State.STARVED && from + most < to;
    taken = 0;
    from += part.consumed();
    if (from > to) {
      throw new IOException("the native inflater took more than there was");
    }
    switch (part.state()) {
      case STARVED, FULL, ENDED -> {}
      case DAMAGED -> throw new ZipException("gzip data is damaged");
      case CUT_OFF -> throw new EOFException("gzip data ends early");
    }
  }

  @Override
  public boolean finished() {
    return part.state() == State.ENDED && taken == part.produced();
  }

  @Override
  public int remaining() {
    return to - from;
  }

  @Override
  public void reset() {
    from = to;
    fed = false;
    first = true;
    part = NOTHING;
    taken = 0;
  }

  @Override
  public void close() {
    process.close();
  }
}
