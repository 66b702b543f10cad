package dev.jbuild.registry.sign;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.SigningKey;
import java.io.IOException;

/** Signs statements about images of a registry, and keeps them there as cosign does. */
public record AttestationSigner(RegistryClient client, SigningKey key) {

  /**
   * Signs a statement. The same statement again changes nothing; another one of its predicate type
   * takes the place of the one that this key signed before.
   *
   * @param image whose repository has the digest
   * @param statement an in-toto statement about that digest, in JSON
   * @throws IllegalArgumentException when it is none
   */
  public void sign(ImageReference image, Digest digest, byte[] statement) throws IOException {
    InTotoStatement parsed = InTotoStatement.parse(statement);
    if (!parsed.isAbout(digest)) {
      throw new IllegalArgumentException("the statement is not about " + digest);
    }
    new AttestationTag(client, image, digest).add(parsed.predicateType(), statement, key);
  }
}
