package dev.jbuild.cache.content;

import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.oci.Digest;

/** The file of a blob held other bytes than its digest says; it has been moved aside. */
public final class DamagedBlobException extends LostContentException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Digest is a record of two strings; exceptions are not serialized
  private final Digest digest;

  DamagedBlobException(Digest digest) {
    super("blob " + digest + " of the store was damaged and has been moved aside");
    this.digest = digest;
  }

  public Digest digest() {
    return digest;
  }
}
