package dev.jbuild.registry.sign;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.SigningKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs images that are in a registry. */
public final class ImageSigner {
  private final RegistryClient client;
  private final SigningKey key;

  public ImageSigner(RegistryClient client, SigningKey key) {
    this.client = client;
    this.key = key;
  }

  /**
   * Signs what a name stands for in its registry; of an image index also each manifest that it
   * lists, since some verify what they were asked for and others what they run. What this key has
   * signed already stays as it is.
   *
   * @return what is signed now, the index first
   */
  public List<Digest> sign(ImageReference image) throws IOException {
    Optional<FetchedManifest> own = client.ownManifest(image);
    FetchedManifest named = own.isPresent() ? own.get() : client.manifest(image);
    List<Descriptor> all = new ArrayList<>(List.of(named.descriptor()));
    if (MediaTypes.isIndex(named.mediaType())) {
      all.addAll(ImageIndex.parse(named.raw()).manifests());
    }
    List<Digest> signed = new ArrayList<>();
    for (Descriptor each : all) {
      signOne(image, Descriptor.of(each.mediaType(), each.digest(), each.size()));
      signed.add(each.digest());
    }
    return signed;
  }

  private void signOne(ImageReference image, Descriptor subject) throws IOException {
    Digest digest = subject.digest();
    SignatureTag tag = new SignatureTag(client, image, digest);
    for (StoredSignature there : tag.signatures()) {
      if (there.fault(client, image, digest, key.publicKey()).isEmpty()) {
        return;
      }
    }
    byte[] payload = SimpleSigning.of(image, digest).toJson();
    tag.add(subject, payload, StoredSignature.of(payload, key.sign(payload)));
  }
}
