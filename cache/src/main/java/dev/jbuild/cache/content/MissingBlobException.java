package dev.jbuild.cache.content;

import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.oci.Digest;

/** The store has no such blob. */
public final class MissingBlobException extends LostContentException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Digest is a record of two strings; exceptions are not serialized
  private final Digest digest;

  MissingBlobException(Digest digest, Throwable cause) {
    super("blob " + digest + " is not in the store", cause);
    this.digest = digest;
  }

  public Digest digest() {
    return digest;
  }
}
