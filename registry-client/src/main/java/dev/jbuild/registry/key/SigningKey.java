package dev.jbuild.registry.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key that signs: ECDSA on P-256, P-384 or P-521, RSA (PKCS#1 1.5) from 2048 bits on,
 * both over SHA-256, and Ed25519. Equal messages get equal signatures (RFC 6979).
 */
public final class SigningKey {
  private final AsymmetricKeyParameter key;
  private final VerificationKey publicKey;

  SigningKey(AsymmetricKeyParameter key) throws KeyException {
    this.key = key;
    this.publicKey = new VerificationKey(publicHalf(key));
  }

  /**
   * Reads a key of openssl or cosign.
   *
   * @throws KeyException when the file holds no key that can sign, or the password is wrong
   */
  public static SigningKey read(Path file, KeyPassword password) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    boolean cosign = CosignKey.isOne(text);
    byte[] der = cosign ? CosignKey.of(file, text).open(password) : new byte[0];
    PrivateKeyInfo other = cosign ? null : new OpenSslKey(file, text, password).info();
    try {
      return new SigningKey(PrivateKeyFactory.createKey(other == null ? info(der) : other));
    } catch (KeyException e) {
      throw new KeyException(file + " holds " + e.getMessage());
    } catch (IOException | RuntimeException e) { // what Bouncy Castle throws for strange keys
      throw new KeyException(file + " holds a key of a kind that cannot sign images");
    }
  }

  /** Early versions of cosign kept a bare SEC1 key. */
  private static PrivateKeyInfo info(byte[] der) throws IOException {
    try {
      return PrivateKeyInfo.getInstance(der);
    } catch (IllegalArgumentException e) {
      ECPrivateKey bare = ECPrivateKey.getInstance(der);
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, bare.getParametersObject()),
          bare);
    }
  }

  private static AsymmetricKeyParameter publicHalf(AsymmetricKeyParameter key) throws KeyException {
    return switch (key) {
      case ECPrivateKeyParameters ec ->
          new ECPublicKeyParameters(
              new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
              ec.getParameters());
      case RSAPrivateCrtKeyParameters rsa ->
          new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
      case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
      default -> throw new KeyException("a key of a kind that cannot sign images");
    };
  }

  /** The signature: DER of the two numbers for ECDSA, else the bytes of the algorithm. */
  public byte[] sign(byte[] message) {
    Signer signer = Signers.of(key);
    signer.init(true, key);
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("sign in memory", e);
    }
  }

  public VerificationKey publicKey() {
    return publicKey;
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "SigningKey of " + publicKey;
  }
}
