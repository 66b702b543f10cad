package dev.jbuild.parser.value;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Digests in their textual form.
 *
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">digests</a>
 */
public final class Checksum {
  private static final Map<String, Integer> HEX_DIGITS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);
  private static final Pattern ALGORITHM =
      Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ENCODED = Pattern.compile("[a-zA-Z0-9=_-]+");
  private static final Pattern LOWER_HEX = Pattern.compile("[a-f0-9]+");
  private static final int LONGEST = 512;

  private Checksum() {}

  public static void check(String text) throws InvalidValueException {
    int colon = text.indexOf(':');
    String algorithm = colon < 0 ? "" : text.substring(0, colon);
    String hex = text.substring(colon + 1);
    if (text.length() > LONGEST
        || !ALGORITHM.matcher(algorithm).matches()
        || !ENCODED.matcher(hex).matches()) {
      throw new InvalidValueException("invalid checksum digest format");
    }
    Integer digits = HEX_DIGITS.get(algorithm);
    if (digits == null) {
      throw new InvalidValueException("unsupported digest algorithm");
    }
    if (hex.length() != digits) {
      throw new InvalidValueException("invalid checksum digest length");
    }
    if (!LOWER_HEX.matcher(hex).matches()) {
      throw new InvalidValueException("invalid checksum digest format");
    }
  }
}
