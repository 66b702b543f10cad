package dev.jbuild.registry.sign;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.key.VerificationKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The signed statements about one digest: envelopes in a manifest under the tag {@code
 * sha256-<hex>.att}, each with its predicate type as an annotation (cosign, ATTESTATION_SPEC.md).
 */
record AttestationTag(RegistryClient client, ImageReference image, Digest digest) {
  private static final String PREDICATE_TYPE = "predicateType";
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  private static final long LARGEST = 256L << 20;

  private CosignTag tag() {
    return new CosignTag(client, image, digest, "att");
  }

  /** The envelopes whose annotation names that type of predicate, or none. */
  List<Descriptor> layers(String predicateType) throws IOException {
    return tag().layers().stream()
        .filter(layer -> layer.mediaType().equals(Envelope.MEDIA_TYPE))
        .filter(layer -> isOf(layer, predicateType))
        .toList();
  }

  private static boolean isOf(Descriptor layer, String predicateType) {
    return layer.annotations().getOrDefault(PREDICATE_TYPE, predicateType).equals(predicateType);
  }

  /** Reads an envelope; throws IllegalArgumentException for what is none. */
  Envelope envelope(Descriptor layer) throws IOException {
    if (layer.size() > LARGEST) {
      throw new IllegalArgumentException(
          "an envelope of " + layer.size() + " bytes, which is too large to be one");
    }
    try (InputStream in = client.blob(image, layer)) {
      return Envelope.parse(in.readAllBytes());
    }
  }

  /**
   * Adds a statement. One of the same predicate type that this key signed before is replaced; those
   * of other keys stay. Another program that does so at once may win, as with cosign.
   */
  void add(String predicateType, byte[] statement, SigningKey key) throws IOException {
    byte[] envelope = Envelope.signed(InTotoStatement.MEDIA_TYPE, statement, key).toJson();
    Descriptor made =
        Descriptor.of(Envelope.MEDIA_TYPE, envelope)
            .withAnnotations(Map.of(PREDICATE_TYPE, predicateType, SIGNATURE, ""));
    List<Descriptor> before = tag().ownLayers();
    if (before.stream().anyMatch(layer -> layer.digest().equals(made.digest()))) {
      return;
    }
    tag().push(made, envelope);
    List<Descriptor> layers = new ArrayList<>();
    for (Descriptor layer : before) {
      if (!predicateType.equals(layer.annotations().get(PREDICATE_TYPE))
          || !isSigned(layer, key.publicKey())) {
        layers.add(layer);
      }
    }
    layers.add(made);
    tag().put(layers);
  }

  private boolean isSigned(Descriptor layer, VerificationKey key) throws IOException {
    try {
      return envelope(layer).isSignedBy(key);
    } catch (IllegalArgumentException e) {
      return false; // what is no envelope is not ours
    }
  }
}
