package dev.jbuild.registry.sign;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The signatures of one digest: all of them in a manifest under the tag {@code sha256-<hex>.sig}
 * (cosign, SIGNATURE_SPEC.md, "Tag-based Discovery"), which every reader knows. Where the registry
 * lists referrers, each of them is one as well, so that programs that copy referrers take it along.
 *
 * @param image repository and digest
 */
record SignatureTag(RegistryClient client, ImageReference image, Digest digest) {
  /** As cosign's OCI 1.1 mode has it. */
  private static final String ARTIFACT_TYPE = "application/vnd.dev.cosign.artifact.sig.v1+json";

  private CosignTag tag() {
    return new CosignTag(client, image, digest, "sig");
  }

  private ImageReference named(Digest other) {
    return new ImageReference(image.registry(), image.repository(), null, other);
  }

  /** All signatures that can be found, each once. */
  List<StoredSignature> signatures() throws IOException {
    List<Descriptor> layers = new ArrayList<>(tag().layers());
    for (var referrer : client.referrers(named(digest), ARTIFACT_TYPE)) {
      layers.addAll(layers(client.manifest(named(referrer.descriptor().digest()))));
    }
    return layers.stream()
        .filter(StoredSignature::isOne)
        .map(StoredSignature::new)
        .distinct()
        .toList();
  }

  private static List<Descriptor> layers(FetchedManifest manifest) {
    try {
      return Manifest.parse(manifest.raw()).layers();
    } catch (OciFormatException e) {
      return List.of(); // no signature, then
    }
  }

  /**
   * Adds a signature to those that are there. Another program that does so at once may win, as with
   * cosign.
   *
   * @param subject what is signed
   */
  void add(Descriptor subject, byte[] payload, StoredSignature signature) throws IOException {
    tag().push(signature.layer(), payload);
    List<Descriptor> layers = new ArrayList<>(tag().ownLayers());
    layers.add(signature.layer());
    tag().put(layers);
    if (client.listsReferrers(image, digest)) {
      refer(subject, signature);
    }
  }

  private void refer(Descriptor subject, StoredSignature signature) throws IOException {
    byte[] config = CosignTag.config(List.of(signature.layer()));
    Descriptor described = Descriptor.of(ARTIFACT_TYPE, config);
    tag().push(described, config);
    Manifest manifest =
        Manifest.ofArtifact(
            ARTIFACT_TYPE, described, List.of(signature.layer()), subject, Map.of());
    client.pushManifest(named(manifest.digest()), manifest.mediaType(), manifest.raw());
  }
}
