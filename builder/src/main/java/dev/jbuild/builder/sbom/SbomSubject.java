package dev.jbuild.builder.sbom;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Manifest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/**
 * The image that an SBOM is of. It is named by its ID, so that equal images have equal SBOMs
 * wherever they are and whatever they are called.
 *
 * @param id the digest of the image config
 * @param created when the image was, to the second
 */
record SbomSubject(Digest id, Instant created) {

  static SbomSubject of(Manifest manifest, ImageConfig config) {
    Instant created = Objects.requireNonNullElse(config.created(), Instant.EPOCH);
    return new SbomSubject(manifest.config().digest(), created.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Derived from the image and the form (RFC 9562, version 8). */
  UUID uuid(String form) {
    byte[] hash = Digest.newSha256().digest((form + " " + id).getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
