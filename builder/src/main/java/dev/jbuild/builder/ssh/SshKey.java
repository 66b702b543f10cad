package dev.jbuild.builder.ssh;

import dev.jbuild.oci.layer.ByteString;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * A private key with its public key in the form of ssh.
 *
 * @param type as {@code ssh-ed25519}
 */
record SshKey(String type, ByteString publicKey, PrivateKey privateKey, String comment) {
  private static final int RSA_SHA2_256 = 2;
  private static final int RSA_SHA2_512 = 4;

  /**
   * Signs, and gives the signature with the name of its algorithm.
   *
   * @param flags of SIGN_REQUEST: which hash an RSA key uses
   */
  byte[] sign(byte[] data, int flags) throws GeneralSecurityException {
    return switch (type) {
      case "ssh-ed25519" -> signature(type, raw("Ed25519", data));
      case "ssh-rsa" ->
          (flags & RSA_SHA2_512) != 0
              ? signature("rsa-sha2-512", raw("SHA512withRSA", data))
              : (flags & RSA_SHA2_256) != 0
                  ? signature("rsa-sha2-256", raw("SHA256withRSA", data))
                  : signature(type, raw("SHA1withRSA", data));
      case "ecdsa-sha2-nistp256" -> signature(type, ecdsa("SHA256", data));
      case "ecdsa-sha2-nistp384" -> signature(type, ecdsa("SHA384", data));
      case "ecdsa-sha2-nistp521" -> signature(type, ecdsa("SHA512", data));
      default -> throw new GeneralSecurityException("a key of the type " + type);
    };
  }

  private byte[] raw(String algorithm, byte[] data) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(privateKey);
    signature.update(data);
    return signature.sign();
  }

  /** RFC 5656, section 3.1.2: two numbers. */
  private byte[] ecdsa(String hash, byte[] data) throws GeneralSecurityException {
    byte[] both = raw(hash + "withECDSAinP1363Format", data);
    int half = both.length / 2;
    return new SshWriter()
        .number(new BigInteger(1, Arrays.copyOf(both, half)))
        .number(new BigInteger(1, Arrays.copyOfRange(both, half, both.length)))
        .toByteArray();
  }

  private static byte[] signature(String algorithm, byte[] signature) {
    return new SshWriter().text(algorithm).bytes(signature).toByteArray();
  }
}
