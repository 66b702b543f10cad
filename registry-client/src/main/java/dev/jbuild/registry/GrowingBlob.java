package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * A blob to push whose first bytes can be read while the others are still being made. Safe for
 * threads.
 */
public interface GrowingBlob extends BlobSource {

  /**
   * Waits until that many bytes are there, or all of them.
   *
   * @return how many are there, which is less than {@code wanted} only of a whole blob
   * @throws InterruptedIOException when the thread was interrupted
   * @throws IOException when whoever makes the blob has given up
   */
  long await(long wanted) throws IOException;

  /** What the blob is; empty as long as it is not whole. */
  Optional<Descriptor> whole();
}
