package dev.jbuild.registry.key;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/** A public key that verifies what a {@link SigningKey} signs. */
public final class VerificationKey {
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);
  private static final int SHORTEST_RSA = 2048;

  private final AsymmetricKeyParameter key;
  private final byte[] encoded;

  VerificationKey(AsymmetricKeyParameter key) throws KeyException {
    this.key = checked(key);
    try {
      this.encoded = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("encode a public key in memory", e);
    }
  }

  private static AsymmetricKeyParameter checked(AsymmetricKeyParameter key) throws KeyException {
    return switch (key) {
      case ECPublicKeyParameters ec
          when ec.getParameters() instanceof ECNamedDomainParameters named
              && CURVES.contains(named.getName()) ->
          ec;
      case RSAKeyParameters rsa
          when !rsa.isPrivate() && rsa.getModulus().bitLength() >= SHORTEST_RSA ->
          rsa;
      case Ed25519PublicKeyParameters ed -> ed;
      default ->
          throw new KeyException(
              "a key of another kind than ECDSA on P-256, P-384 or P-521, RSA from 2048 bits on,"
                  + " or Ed25519");
    };
  }

  /**
   * Reads a public key in PEM, or that of a certificate.
   *
   * @throws KeyException when there is none
   */
  public static VerificationKey read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    SubjectPublicKeyInfo info =
        switch (first(file, text)) {
          case SubjectPublicKeyInfo bare -> bare;
          case X509CertificateHolder certificate -> certificate.getSubjectPublicKeyInfo();
          case null, default ->
              throw new KeyException(file + " holds no public key in PEM: correct it");
        };
    try {
      return new VerificationKey(PublicKeyFactory.createKey(info));
    } catch (KeyException e) {
      throw new KeyException(file + " holds " + e.getMessage());
    } catch (IOException | RuntimeException e) { // what Bouncy Castle throws for strange keys
      throw unreadable(file);
    }
  }

  private static @Nullable Object first(Path file, String text) throws KeyException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      return parser.readObject();
    } catch (IOException | RuntimeException e) {
      throw unreadable(file);
    }
  }

  private static KeyException unreadable(Path file) {
    return new KeyException(file + " holds no public key that can be read: correct it");
  }

  public boolean verifies(byte[] message, byte[] signature) {
    Signer signer = Signers.of(key);
    signer.init(false, key);
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  /** SHA-256 of the key in DER (SubjectPublicKeyInfo), which tells keys apart. */
  public Digest fingerprint() {
    return Digest.sha256(encoded);
  }

  /** The key in PEM. */
  public String pem() {
    return PemText.of("PUBLIC KEY", encoded);
  }

  @Override
  public String toString() {
    return fingerprint().toString();
  }
}
