package dev.jbuild.cache.content;

import dev.jbuild.cache.disk.StoreException;
import dev.jbuild.oci.Digest;

/** Bytes given to the store are not those that were announced; nothing was stored. */
public final class ContentMismatchException extends StoreException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Digest is a record of two strings; exceptions are not serialized
  private final Digest expected;

  ContentMismatchException(Digest expected, String found) {
    super("blob " + expected + " was announced, but what came was " + found);
    this.expected = expected;
  }

  public Digest expected() {
    return expected;
  }
}
