package dev.jbuild.cache.layer;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A stream that stays open when what reads it is closed. */
final class KeptOpen extends FilterInputStream {
  KeptOpen(InputStream in) {
    super(in);
  }

  @Override
  public void close() {}
}
