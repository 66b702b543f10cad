package dev.jbuild.registry.sign;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryException;
import dev.jbuild.registry.TransferListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  private ImageReference tag() {
    String name = digest.algorithm() + "-" + digest.hex() + ".sig";
    return new ImageReference(image.registry(), image.repository(), name, null);
  }

  private ImageReference named(Digest other) {
    return new ImageReference(image.registry(), image.repository(), null, other);
  }

  /** All signatures that can be found, each once. */
  List<StoredSignature> signatures() throws IOException {
    List<Descriptor> layers = new ArrayList<>();
    tagged().ifPresent(manifest -> layers.addAll(layers(manifest)));
    for (var referrer : client.referrers(named(digest), ARTIFACT_TYPE)) {
      layers.addAll(layers(client.manifest(named(referrer.descriptor().digest()))));
    }
    return layers.stream()
        .filter(StoredSignature::isOne)
        .map(StoredSignature::new)
        .distinct()
        .toList();
  }

  private Optional<FetchedManifest> tagged() throws IOException {
    try {
      return Optional.of(client.manifest(tag()));
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
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
    push(signature.layer(), payload);
    List<Descriptor> layers = new ArrayList<>();
    client.ownManifest(tag()).ifPresent(manifest -> layers.addAll(layers(manifest)));
    layers.add(signature.layer());
    byte[] config = config(layers);
    Descriptor described = Descriptor.of(MediaTypes.OCI_CONFIG, config);
    push(described, config);
    Manifest manifest = Manifest.of(described, layers);
    client.pushManifest(tag(), manifest.mediaType(), manifest.raw());
    if (client.listsReferrers(image, digest)) {
      refer(subject, signature);
    }
  }

  private void refer(Descriptor subject, StoredSignature signature) throws IOException {
    byte[] config = config(List.of(signature.layer()));
    Descriptor described = Descriptor.of(ARTIFACT_TYPE, config);
    push(described, config);
    Manifest manifest =
        Manifest.ofArtifact(
            ARTIFACT_TYPE, described, List.of(signature.layer()), subject, Map.of());
    client.pushManifest(named(manifest.digest()), manifest.mediaType(), manifest.raw());
  }

  private void push(Descriptor blob, byte[] content) throws IOException {
    client.pushBlob(image, blob, () -> new ByteArrayInputStream(content), TransferListener.NONE);
  }

  /** An image config without an image, of which readers take the list of layers. */
  private static byte[] config(List<Descriptor> layers) {
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("type", "layers");
    files.put("diff_ids", layers.stream().map(layer -> layer.digest().toString()).toList());
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("architecture", "");
    config.put("os", "");
    config.put("config", Map.of());
    config.put("rootfs", files);
    return Json.write(config);
  }
}
