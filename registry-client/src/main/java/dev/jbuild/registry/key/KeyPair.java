package dev.jbuild.registry.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/**
 * A new pair of keys on P-256 as text: the private one as cosign encrypts it, the public one in
 * PEM.
 */
public record KeyPair(String privateKey, String publicKey) {

  /** Makes one. Without a password, everybody who has the file has the key. */
  public static KeyPair generate(char[] password) {
    var curve = SECObjectIdentifiers.secp256r1;
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(curve, ECNamedCurveTable.getByOID(curve)),
            new SecureRandom()));
    AsymmetricKeyParameter key = generator.generateKeyPair().getPrivate();
    try {
      byte[] pkcs8 = PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded();
      return new KeyPair(CosignKey.seal(pkcs8, password), new SigningKey(key).publicKey().pem());
    } catch (IOException e) {
      throw new UncheckedIOException("encode a key in memory", e);
    }
  }

  /**
   * Writes both to files that must not be there yet. Only the user may read the private one.
   *
   * @throws java.nio.file.FileAlreadyExistsException when one is; the other is not written then
   */
  public void write(Path privateFile, Path publicFile) throws IOException {
    write(privateFile, "rw-------", privateKey);
    try {
      write(publicFile, "rw-r--r--", publicKey);
    } catch (IOException e) {
      Files.delete(privateFile);
      throw e;
    }
  }

  private static void write(Path file, String permissions, String text) throws IOException {
    FileAttribute<?> mode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    Files.createFile(file, mode);
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  /** Shows no private key. */
  @Override
  public String toString() {
    return "KeyPair";
  }
}
