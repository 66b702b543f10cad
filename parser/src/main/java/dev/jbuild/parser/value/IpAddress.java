package dev.jbuild.parser.value;

import java.util.List;
import java.util.regex.Pattern;

/** IP addresses in their textual forms (RFC 4291, section 2.2), without asking any resolver. */
final class IpAddress {
  private static final Pattern OCTET =
      Pattern.compile("0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  private IpAddress() {}

  static boolean isValid(String text) {
    return text.indexOf(':') < 0 ? isV4(text) : isV6(text);
  }

  private static boolean isV4(String text) {
    String[] octets = text.split("\\.", -1);
    return octets.length == 4
        && List.of(octets).stream().allMatch(octet -> OCTET.matcher(octet).matches());
  }

  private static boolean isV6(String text) {
    int zone = text.indexOf('%');
    String address = zone > 0 ? text.substring(0, zone) : text;
    int gap = address.indexOf("::");
    if (gap < 0) {
      return groups(address) == GROUPS;
    }
    int left = gap == 0 ? 0 : groups(address.substring(0, gap));
    String rest = address.substring(gap + 2);
    int right = rest.isEmpty() ? 0 : groups(rest);
    return left >= 0 && right >= 0 && left + right < GROUPS;
  }

  /** How many groups the text has, an address of version 4 at its end being two, or -1. */
  private static int groups(String text) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (GROUP.matcher(parts[i]).matches()) {
        count++;
      } else if (i == parts.length - 1 && isV4(parts[i])) {
        count += 2;
      } else {
        return Integer.MIN_VALUE;
      }
    }
    return count;
  }
}
