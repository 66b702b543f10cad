package dev.jbuild.registry.key;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/**
 * cosign's encrypted keys: JSON in PEM with a PKCS#8 key in a secretbox, whose key scrypt derives
 * from the password (go-securesystemslib, {@code encrypted}).
 */
final class CosignKey {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)"
              + "-----END \\1-----");
  private static final Base64.Decoder BASE64 = Base64.getDecoder();
  private static final int COST = 65536;
  private static final int BLOCK_SIZE = 8;
  private static final int SALT = 32;
  private static final int KEY = 32;

  /** Takes a gibibyte of memory; who asks for more means harm. */
  private static final long LARGEST_COST = 1 << 20;

  private final Path file;
  private final String base64;

  private CosignKey(Path file, String base64) {
    this.file = file;
    this.base64 = base64;
  }

  static boolean isOne(String text) {
    return BLOCK.matcher(text).find();
  }

  /**
   * @param text in which {@link #isOne} finds a key
   */
  static CosignKey of(Path file, String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new IllegalArgumentException(file + " holds no key of cosign");
    }
    return new CosignKey(file, block.group(2));
  }

  /** The key in DER: PKCS#8, or SEC1 as early versions of cosign wrote it. */
  byte[] open(KeyPassword password) throws IOException {
    byte[] key;
    Secretbox box;
    try {
      Map<?, ?> json = object(Json.parse(Base64.getMimeDecoder().decode(base64)));
      Map<?, ?> cipher = object(json.get("cipher"));
      require(cipher.get("name"), "nacl/secretbox");
      Map<?, ?> derivation = object(json.get("kdf"));
      require(derivation.get("name"), "scrypt");
      key = BASE64.decode(text(json.get("ciphertext")));
      byte[] nonce = BASE64.decode(text(cipher.get("nonce")));
      box = new Secretbox(derived(derivation, password.of(file)), nonce);
    } catch (IllegalArgumentException e) {
      throw new KeyException(file + " holds no key of cosign that can be read: correct it");
    }
    return box.open(key)
        .orElseThrow(
            () ->
                new KeyException(file + " holds a key whose password is not " + password.origin()));
  }

  private static byte[] derived(Map<?, ?> derivation, char[] password) {
    Map<?, ?> parameters = object(derivation.get("params"));
    long cost = number(parameters.get("N"));
    long blockSize = number(parameters.get("r"));
    long parallel = number(parameters.get("p"));
    if (cost < 2 || blockSize < 1 || parallel < 1 || parallel > 16) {
      throw new IllegalArgumentException("scrypt parameters out of bounds");
    }
    if (cost > LARGEST_COST || blockSize > BLOCK_SIZE * LARGEST_COST / cost) {
      throw new IllegalArgumentException("scrypt parameters out of bounds");
    }
    byte[] salt = BASE64.decode(text(derivation.get("salt")));
    return SCrypt.generate(bytes(password), salt, (int) cost, (int) blockSize, (int) parallel, KEY);
  }

  private static byte[] bytes(char[] password) {
    var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static Map<?, ?> object(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("no object");
  }

  private static String text(@Nullable Object json) {
    if (json instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no string");
  }

  private static long number(@Nullable Object json) {
    if (json instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("no number");
  }

  private static void require(@Nullable Object json, String wanted) {
    if (!wanted.equals(json)) {
      throw new IllegalArgumentException("not " + wanted);
    }
  }

  /** A key in PKCS#8 as cosign and skopeo read it. */
  static String seal(byte[] pkcs8, char[] password) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[Secretbox.NONCE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] key = SCrypt.generate(bytes(password), salt, COST, BLOCK_SIZE, 1, KEY);
    Base64.Encoder encoder = Base64.getEncoder();
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("N", (long) COST);
    parameters.put("r", (long) BLOCK_SIZE);
    parameters.put("p", 1L);
    Map<String, Object> derivation = new LinkedHashMap<>();
    derivation.put("name", "scrypt");
    derivation.put("params", parameters);
    derivation.put("salt", encoder.encodeToString(salt));
    Map<String, Object> cipher = new LinkedHashMap<>();
    cipher.put("name", "nacl/secretbox");
    cipher.put("nonce", encoder.encodeToString(nonce));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kdf", derivation);
    json.put("cipher", cipher);
    json.put("ciphertext", encoder.encodeToString(new Secretbox(key, nonce).seal(pkcs8)));
    return PemText.of("ENCRYPTED SIGSTORE PRIVATE KEY", Json.write(json));
  }
}
