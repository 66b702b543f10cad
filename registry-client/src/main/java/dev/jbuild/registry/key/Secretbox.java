package dev.jbuild.registry.key;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * NaCl's {@code crypto_secretbox_xsalsa20poly1305}: 16 bytes of Poly1305, then the text under
 * XSalsa20. The first 32 bytes of the key stream are the key of Poly1305.
 *
 * @see <a href="https://nacl.cr.yp.to/secretbox.html">NaCl: Secret-key authenticated encryption</a>
 */
final class Secretbox {
  static final int NONCE = 24;
  private static final int KEY = 32;
  private static final int TAG = 16;

  private final byte[] key;
  private final byte[] nonce;

  /**
   * @param key 32 bytes
   * @param nonce 24 bytes, which must never serve twice with one key
   */
  Secretbox(byte[] key, byte[] nonce) {
    if (key.length != KEY || nonce.length != NONCE) {
      throw new IllegalArgumentException("a secretbox needs a key of 32 bytes and a nonce of 24");
    }
    this.key = key.clone();
    this.nonce = nonce.clone();
  }

  byte[] seal(byte[] plain) {
    XSalsa20Engine stream = stream(true);
    byte[] macKey = macKey(stream);
    byte[] box = new byte[TAG + plain.length];
    stream.processBytes(plain, 0, plain.length, box, TAG);
    System.arraycopy(tag(macKey, box), 0, box, 0, TAG);
    return box;
  }

  /** Empty when it was sealed with another key, or changed. */
  Optional<byte[]> open(byte[] box) {
    if (box.length < TAG) {
      return Optional.empty();
    }
    XSalsa20Engine stream = stream(false);
    byte[] macKey = macKey(stream);
    if (!MessageDigest.isEqual(tag(macKey, box), Arrays.copyOf(box, TAG))) {
      return Optional.empty();
    }
    byte[] plain = new byte[box.length - TAG];
    stream.processBytes(box, TAG, plain.length, plain, 0);
    return Optional.of(plain);
  }

  private XSalsa20Engine stream(boolean sealing) {
    XSalsa20Engine stream = new XSalsa20Engine();
    stream.init(sealing, new ParametersWithIV(new KeyParameter(key), nonce));
    return stream;
  }

  private static byte[] macKey(XSalsa20Engine stream) {
    byte[] macKey = new byte[KEY];
    stream.processBytes(macKey, 0, KEY, macKey, 0);
    return macKey;
  }

  private static byte[] tag(byte[] macKey, byte[] box) {
    Poly1305 poly1305 = new Poly1305();
    poly1305.init(new KeyParameter(macKey));
    poly1305.update(box, TAG, box.length - TAG);
    byte[] tag = new byte[TAG];
    poly1305.doFinal(tag, 0);
    return tag;
  }
}
