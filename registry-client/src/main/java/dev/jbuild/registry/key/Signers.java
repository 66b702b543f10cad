package dev.jbuild.registry.key;

import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/** The algorithm of each kind of key, as cosign has them. */
final class Signers {
  private Signers() {}

  /**
   * @param key of a kind that {@link VerificationKey} takes
   */
  static Signer of(AsymmetricKeyParameter key) {
    return switch (key) {
      case ECKeyParameters ec ->
          new DSADigestSigner(
              new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest())), new SHA256Digest());
      case RSAKeyParameters rsa -> new RSADigestSigner(new SHA256Digest());
      default -> new Ed25519Signer();
    };
  }
}
