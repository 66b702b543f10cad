package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;

/** Told how the push of a blob goes on; called from the threads that move the bytes. */
public interface TransferListener {

  /** Tells nobody. */
  TransferListener NONE = new TransferListener() {};

  /**
   * Bytes of the blob were handed to the network.
   *
   * @param sent bytes of this attempt so far; falls back to 0 when an upload starts again
   */
  default void uploading(Descriptor blob, long sent) {}

  /** Nothing had to be sent: the repository has the blob, or took it from another repository. */
  default void alreadyThere(Descriptor blob) {}
}
