package dev.jbuild.executor.net;

import dev.jbuild.executor.NetworkMode;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A line that a container sees in /etc/hosts.
 *
 * @param address an IP address, or {@link #GATEWAY}
 */
public record ExtraHost(String name, String address) {
  /** In place of an address: this machine, as the container reaches it. */
  public static final String GATEWAY = "host-gateway";

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /**
   * Reads {@code NAME:IP} or {@code NAME=IP}, as docker does: the address may be in brackets, and
   * {@code host-gateway} is the machine itself.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static ExtraHost parse(String text) {
    int equals = text.indexOf('=');
    int end = equals >= 0 ? equals : text.indexOf(':');
    if (end <= 0) {
      throw new IllegalArgumentException("bad format for add-host: \"" + text + "\": NAME:IP");
    }
    String address = text.substring(end + 1);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    if (!address.equals(GATEWAY) && !isAddress(address)) {
      throw new IllegalArgumentException("invalid IP address in add-host: \"" + address + "\"");
    }
    return new ExtraHost(text.substring(0, end), address);
  }

  /** The line for a container of that network. */
  public String line(NetworkMode network) throws IOException {
    return (address.equals(GATEWAY) ? HostGateway.address(network) : address) + "\t" + name + "\n";
  }

  static boolean isAddress(String text) {
    if (!IPV4.matcher(text).matches()) {
      return IPV6.matcher(text).matches();
    }
    for (String part : text.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }
}
