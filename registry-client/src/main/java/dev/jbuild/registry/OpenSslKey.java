package dev.jbuild.registry;

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
 * encrypted (RFC 7468, RFC 1421). Only this class knows Bouncy Castle, which takes long to load.
 */
record OpenSslKey(Path file, String text, KeyPassword password) {

  PrivateKey read() throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      PrivateKeyInfo key = null;
      for (Object each = parser.readObject(); each != null && key == null; ) {
        key = key(each);
        each = parser.readObject();
      }
      if (key == null) {
        throw new SettingsException(file + " holds no private key in PEM: correct it", null);
      }
      return new JcaPEMKeyConverter().getPrivateKey(key);
    } catch (PEMException | PKCSException | OperatorCreationException e) {
      // Without the cause: its message may hold a part of the key.
      throw new SettingsException(file + " holds no key that can be read" + advice(), null);
    }
  }

  private String advice() {
    return password.isUsed()
        ? ", or " + password.origin() + " is not its password"
        : ": correct it";
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
                      .build(password.get(file)))
              .getPrivateKeyInfo();
      case PKCS8EncryptedPrivateKeyInfo encrypted ->
          encrypted.decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder()
                  .setProvider(new BouncyCastleProvider())
                  .build(password.get(file)));
      default -> null;
    };
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "OpenSslKey[" + file + "]";
  }
}
