package dev.jbuild.registry.sign;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Verifies the signed statements about images in registries. */
public record AttestationVerifier(RegistryClient client, VerificationKey key) {

  /**
   * A statement that the key has signed.
   *
   * @param image the digest that it is about
   * @param statement its JSON, as it was signed
   */
  public record Verified(Digest image, String statement) {}

  /**
   * Finds the statements of a type about what a name stands for: about the index or manifest
   * itself, or else about each manifest of the index, none of which may lack one.
   *
   * @throws VerificationException when one is missing or does not stand
   */
  public List<Verified> verify(ImageReference image, String predicateType)
      throws IOException, VerificationException {
    FetchedManifest named = client.manifest(image);
    List<Digest> digests = new ArrayList<>(List.of(named.digest()));
    if (MediaTypes.isIndex(named.mediaType())
        && new AttestationTag(client, image, named.digest()).layers(predicateType).isEmpty()) {
      digests.clear();
      ImageIndex.parse(named.raw()).manifests().forEach(each -> digests.add(each.digest()));
    }
    List<Verified> verified = new ArrayList<>();
    for (Digest digest : digests) {
      verified.add(verify(image, digest, predicateType));
    }
    return verified;
  }

  private Verified verify(ImageReference image, Digest digest, String predicateType)
      throws IOException, VerificationException {
    AttestationTag tag = new AttestationTag(client, image, digest);
    List<Descriptor> layers = tag.layers(predicateType);
    TreeSet<String> faults = new TreeSet<>();
    for (Descriptor layer : layers) {
      try {
        Envelope envelope = tag.envelope(layer);
        Optional<String> fault = fault(envelope, digest, predicateType);
        if (fault.isEmpty()) {
          return new Verified(digest, new String(envelope.payload(), StandardCharsets.UTF_8));
        }
        faults.add(fault.get());
      } catch (IllegalArgumentException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    String what = image.familiar() + " (" + digest + ")";
    throw new VerificationException(
        layers.isEmpty()
            ? what + " has no signed attestation of type " + predicateType
            : "no attestation of type "
                + predicateType
                + " of "
                + what
                + " stands ("
                + layers.size()
                + " found): "
                + String.join("; ", faults));
  }

  /** The signature goes first: nothing is believed of what nobody signed. */
  private Optional<String> fault(Envelope envelope, Digest digest, String predicateType) {
    if (!envelope.isSignedBy(key)) {
      return Optional.of("made with another key, or its payload was changed");
    } else if (!envelope.payloadType().equals(InTotoStatement.MEDIA_TYPE)) {
      return Optional.of("signed as " + envelope.payloadType());
    }
    InTotoStatement statement = InTotoStatement.parse(envelope.payload());
    if (!statement.predicateType().equals(predicateType)) {
      return Optional.of("of type " + statement.predicateType());
    }
    return statement.isAbout(digest) ? Optional.empty() : Optional.of("of another image");
  }
}
