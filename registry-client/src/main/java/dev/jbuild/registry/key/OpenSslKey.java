package dev.jbuild.registry.key;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * A private key in any form that openssl writes: PKCS#1 and SEC1, PKCS#8, and either of them
 * encrypted (RFC 7468, RFC 1421). Only this package knows Bouncy Castle, which takes long to load.
 */
public final class OpenSslKey {
  private final Path file;
  private final String text;
  private final KeyPassword password;
  private boolean encrypted;

  /**
   * @param file for messages
   * @param text what is in it
   */
  public OpenSslKey(Path file, String text, KeyPassword password) {
    this.file = file;
    this.text = text;
    this.password = password;
  }

  /**
   * The first key of the file.
   *
   * @throws KeyException when there is none, or the password is wrong
   */
  public PrivateKey read() throws IOException {
    PrivateKeyInfo key = info();
    try {
      return new JcaPEMKeyConverter().getPrivateKey(key);
    } catch (PEMException e) {
      throw unreadable();
    }
  }

  PrivateKeyInfo info() throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object each = next(parser); each != null; each = next(parser)) {
        PrivateKeyInfo key = key(each);
        if (key != null) {
          return key;
        }
      }
      throw new KeyException(file + " holds no private key in PEM: correct it");
    } catch (PEMException | PKCSException | OperatorCreationException e) {
      throw unreadable();
    }
  }

  private @Nullable Object next(PEMParser parser) throws IOException {
    try {
      return parser.readObject();
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  /** Without the cause: its message may hold a part of the key. */
  private KeyException unreadable() {
    String advice =
        encrypted ? ", or " + password.origin() + " is not its password" : ": correct it";
    return new KeyException(file + " holds no key that can be read" + advice);
  }

  private char[] password() throws IOException {
    encrypted = true;
    return password.of(file);
  }

  /** Null for what is no key, such as the parameters of a curve. */
  private @Nullable PrivateKeyInfo key(Object found)
      throws IOException, PKCSException, OperatorCreationException {
    return switch (found) {
      case PrivateKeyInfo plain -> plain;
      case PEMKeyPair pair -> pair.getPrivateKeyInfo();
      case PEMEncryptedKeyPair pair ->
          pair.decryptKeyPair(
                  new JcePEMDecryptorProviderBuilder()
                      .setProvider(new BouncyCastleProvider())
                      .build(password()))
              .getPrivateKeyInfo();
      case PKCS8EncryptedPrivateKeyInfo sealed ->
          sealed.decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder()
                  .setProvider(new BouncyCastleProvider())
                  .build(password()));
      default -> null;
    };
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "OpenSslKey[" + file + "]";
  }
}
