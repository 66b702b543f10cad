package dev.jbuild.registry.sign;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.VerificationKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Verifies the signatures of images in registries. */
public final class ImageVerifier {
  private final RegistryClient client;
  private final VerificationKey key;

  public ImageVerifier(RegistryClient client, VerificationKey key) {
    this.client = client;
    this.key = key;
  }

  /**
   * Finds a signature that this key made of what a name stands for.
   *
   * @return the digest that is signed; who uses the image afterwards should name it by this
   * @throws VerificationException when there is none
   */
  public Digest verify(ImageReference image) throws IOException, VerificationException {
    Digest digest = client.manifest(image).digest();
    List<StoredSignature> signatures = new SignatureTag(client, image, digest).signatures();
    TreeSet<String> faults = new TreeSet<>();
    for (StoredSignature signature : signatures) {
      Optional<String> fault = signature.fault(client, image, digest, key);
      if (fault.isEmpty()) {
        return digest;
      }
      faults.add(fault.get());
    }
    String what = image.familiar() + " (" + digest + ")";
    throw new VerificationException(
        signatures.isEmpty()
            ? what + " has no signature; sign it with: jbuild sign --key KEY " + image.familiar()
            : "no signature of "
                + what
                + " stands ("
                + signatures.size()
                + " found): "
                + String.join("; ", faults));
  }
}
