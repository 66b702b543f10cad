package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;

/** A manifest or image index as the registry sent it, checked against its digest. */
public final class FetchedManifest {

  private final Descriptor descriptor;
  private final byte[] raw;

  FetchedManifest(Descriptor descriptor, byte[] raw) {
    this.descriptor = descriptor;
    this.raw = raw;
  }

  public Digest digest() {
    return descriptor.digest();
  }

  /** One of the media types of a manifest or an image index. */
  public String mediaType() {
    return descriptor.mediaType();
  }

  /** The bytes that the digest is of. */
  public byte[] raw() {
    return raw.clone();
  }

  public Descriptor descriptor() {
    return descriptor;
  }
}
