package dev.jbuild.runner.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IPv4 addresses of a network (RFC 4632).
 *
 * @param base its first address, as a number
 * @param prefix bits that all addresses share, 8 to 25: the user mode stack takes its own addresses
 *     from the first ones
 */
public record Subnet(int base, int prefix) {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final int SHORTEST = 8;
  private static final int LONGEST = 25;

  /** Of the user mode stack: its own gateway and its resolver. */
  private static final int LAST_RESERVED = 3;

  public Subnet {
    if (prefix < SHORTEST || prefix > LONGEST) {
      throw new IllegalArgumentException(
          "a subnet has a prefix of " + SHORTEST + " to " + LONGEST + " bits, not " + prefix);
    }
    if ((base & mask(prefix)) != base) {
      throw new IllegalArgumentException(
          "invalid subnet "
              + text(base)
              + "/"
              + prefix
              + ": it should be "
              + text(base & mask(prefix))
              + "/"
              + prefix);
    }
  }

  /**
   * Reads {@code 10.0.0.0/24}.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Subnet parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
      throw new IllegalArgumentException("a subnet is ADDRESS/BITS of IPv4, not \"" + text + "\"");
    }
    return new Subnet(
        number(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** The first address, which docker gives the gateway. */
  String firstAddress() {
    return text(base + 1);
  }

  boolean overlaps(Subnet other) {
    int shared = mask(Math.min(prefix, other.prefix));
    return (base & shared) == (other.base & shared);
  }

  /**
   * Checks that a gateway may have the address.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  void checkGateway(String address) {
    int number = number(address);
    int host = number & ~mask(prefix);
    if ((number & mask(prefix)) != base || host == 0 || host == ~mask(prefix)) {
      throw new IllegalArgumentException("no gateway of " + this + ": " + address);
    }
    if (host > 1 && host <= LAST_RESERVED) {
      throw new IllegalArgumentException(
          "the user mode stack has "
              + address
              + " itself: take "
              + firstAddress()
              + " or one above "
              + text(base + LAST_RESERVED));
    }
  }

  private static int mask(int bits) {
    return -1 << (32 - bits);
  }

  private static int number(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    int number = 0;
    boolean valid = matcher.matches();
    for (int i = 1; valid && i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      valid = part <= 255;
      number = number << 8 | part;
    }
    if (!valid) {
      throw new IllegalArgumentException("no IPv4 address: \"" + text + "\"");
    }
    return number;
  }

  private static String text(int number) {
    return (number >>> 24)
        + "."
        + (number >>> 16 & 255)
        + "."
        + (number >>> 8 & 255)
        + "."
        + (number & 255);
  }

  @Override
  public String toString() {
    return text(base) + "/" + prefix;
  }
}
