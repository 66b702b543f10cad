package dev.jbuild.builder.ssh;

import dev.jbuild.oci.layer.ByteString;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads files of private keys: OpenSSH's own format (PROTOCOL.key), and RSA keys in PEM. */
final class SshKeyFile {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SEED = 32;

  /** The version and the algorithm rsaEncryption, which stand before a key in PKCS #8. */
  private static final byte[] RSA_IN_PKCS8 =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private SshKeyFile() {}

  /**
   * The key of a file.
   *
   * @throws IOException when it cannot be read, is encrypted or of another kind; names the file
   */
  static SshKey read(Path file) throws IOException {
    Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(file + " is no private key");
    }
    try {
      return switch (pem.group(1)) {
        case "OPENSSH PRIVATE KEY" -> openSsh(content(pem), file);
        case "RSA PRIVATE KEY" -> rsa(pkcs8(content(pem)), file);
        case "PRIVATE KEY" -> rsa(content(pem), file);
        default -> throw unsupported(file, "is a key of the kind " + pem.group(1));
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " is no private key that can be used: " + e.getMessage(), e);
    }
  }

  private static IOException unsupported(Path file, String why) {
    return new IOException(
        file
            + " "
            + why
            + "; add it to an ssh agent and give the build --ssh default, or change it with"
            + " ssh-keygen -p -f "
            + file);
  }

  private static byte[] content(Matcher pem) {
    if (pem.group(2).contains("ENCRYPTED")) {
      throw new IllegalArgumentException("it is protected by a passphrase; use an ssh agent");
    }
    return Base64.getMimeDecoder().decode(pem.group(2).strip());
  }

  private static SshKey openSsh(byte[] bytes, Path file)
      throws IOException, GeneralSecurityException {
    if (Arrays.mismatch(bytes, MAGIC) != MAGIC.length) {
      throw new IOException(file + " is no private key");
    }
    SshReader in = new SshReader(Arrays.copyOfRange(bytes, MAGIC.length, bytes.length));
    if (!in.text().equals("none")) {
      throw unsupported(file, "is protected by a passphrase");
    }
    in.bytes(); // the name of the key derivation, none
    in.bytes(); // its options
    if (in.uint32() != 1) {
      throw new IOException(file + " holds more than one key");
    }
    ByteString publicKey = ByteString.of(in.bytes());
    SshReader secret = new SshReader(in.bytes());
    secret.uint32(); // the same number twice, to check a passphrase
    secret.uint32();
    String type = secret.text();
    PrivateKey privateKey =
        switch (type) {
          case "ssh-ed25519" -> ed25519(secret);
          case "ssh-rsa" -> rsa(secret);
          case "ecdsa-sha2-nistp256" -> ecdsa(secret, "secp256r1");
          case "ecdsa-sha2-nistp384" -> ecdsa(secret, "secp384r1");
          case "ecdsa-sha2-nistp521" -> ecdsa(secret, "secp521r1");
          default -> throw unsupported(file, "is a key of the type " + type);
        };
    return new SshKey(type, publicKey, privateKey, secret.text());
  }

  private static PrivateKey ed25519(SshReader secret) throws IOException, GeneralSecurityException {
    secret.bytes(); // the public key again
    byte[] seed = Arrays.copyOf(secret.bytes(), SEED);
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
  }

  private static PrivateKey rsa(SshReader secret) throws IOException, GeneralSecurityException {
    BigInteger modulus = secret.number();
    secret.number(); // the public exponent
    BigInteger exponent = secret.number();
    secret.number(); // the rest makes signing faster
    secret.number();
    secret.number();
    return KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateKeySpec(modulus, exponent));
  }

  private static PrivateKey ecdsa(SshReader secret, String curve)
      throws IOException, GeneralSecurityException {
    secret.bytes(); // the curve's name again
    secret.bytes(); // the public point
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
    return KeyFactory.getInstance("EC")
        .generatePrivate(new ECPrivateKeySpec(secret.number(), spec));
  }

  private static SshKey rsa(byte[] pkcs8, Path file) throws IOException, GeneralSecurityException {
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      throw unsupported(file, "is an RSA key without its public part");
    }
    byte[] publicKey =
        new SshWriter()
            .text("ssh-rsa")
            .number(rsa.getPublicExponent())
            .number(rsa.getModulus())
            .toByteArray();
    return new SshKey("ssh-rsa", ByteString.of(publicKey), rsa, file.toString());
  }

  private static byte[] pkcs8(byte[] pkcs1) {
    byte[] octets = der(0x04, pkcs1);
    byte[] all = Arrays.copyOf(RSA_IN_PKCS8, RSA_IN_PKCS8.length + octets.length);
    System.arraycopy(octets, 0, all, RSA_IN_PKCS8.length, octets.length);
    return der(0x30, all);
  }

  /** One value in DER, with its length in two bytes. */
  private static byte[] der(int tag, byte[] content) {
    byte[] all = new byte[content.length + 4];
    all[0] = (byte) tag;
    all[1] = (byte) 0x82;
    all[2] = (byte) (content.length >> 8);
    all[3] = (byte) content.length;
    System.arraycopy(content, 0, all, 4, content.length);
    return all;
  }
}
