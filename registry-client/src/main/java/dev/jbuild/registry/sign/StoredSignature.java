package dev.jbuild.registry.sign;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.VerificationKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A signature as a manifest lists it (cosign, SIGNATURE_SPEC.md, "OCI Image Manifest V1").
 *
 * @param layer the payload, with the signature as an annotation
 */
record StoredSignature(Descriptor layer) {
  private static final String ANNOTATION = "dev.cosignproject.cosign/signature";
  private static final int LARGEST = 1 << 20;

  static StoredSignature of(byte[] payload, byte[] signature) {
    String base64 = Base64.getEncoder().encodeToString(signature);
    return new StoredSignature(
        Descriptor.of(SimpleSigning.MEDIA_TYPE, payload)
            .withAnnotations(Map.of(ANNOTATION, base64)));
  }

  /** Whether a layer is a payload with a signature at all. */
  static boolean isOne(Descriptor layer) {
    return layer.mediaType().equals(SimpleSigning.MEDIA_TYPE)
        && layer.annotations().containsKey(ANNOTATION);
  }

  /** Why it does not stand for an image; empty when it does. */
  Optional<String> fault(
      RegistryClient client, ImageReference image, Digest digest, VerificationKey key)
      throws IOException {
    if (layer.size() > LARGEST) {
      return Optional.of("a payload of " + layer.size() + " bytes, which is too large to be one");
    }
    byte[] payload = payload(client, image);
    if (!key.verifies(payload, bytes())) {
      return Optional.of("made with another key, or its payload was changed");
    }
    try {
      Digest signed = SimpleSigning.parse(payload).image();
      return signed.equals(digest) ? Optional.empty() : Optional.of("of another image, " + signed);
    } catch (IllegalArgumentException e) {
      return Optional.of("of something else than an image: " + e.getMessage());
    }
  }

  private byte[] payload(RegistryClient client, ImageReference image) throws IOException {
    try (InputStream in = client.blob(image, layer)) {
      return in.readAllBytes();
    }
  }

  /** Nothing when it is not in base64, which then verifies nothing. */
  private byte[] bytes() {
    try {
      return Base64.getDecoder().decode(layer.annotations().getOrDefault(ANNOTATION, ""));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
