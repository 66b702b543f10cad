package dev.jbuild.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that are called without a proxy: this machine, and what NO_PROXY lists. An entry is
 * {@code *}, a name (with the names below it), {@code .name} (only those below), an address or a
 * range of addresses in CIDR form; names and addresses may have a port.
 */
final class ProxyExceptions {

  private final List<Entry> entries;

  /** Tells whether an entry covers a host and port. */
  @FunctionalInterface
  private interface Entry {
    boolean covers(String host, byte @Nullable [] address, int port);
  }

  private ProxyExceptions(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  static ProxyExceptions parse(String list) {
    List<Entry> entries = new ArrayList<>();
    for (String word : list.toLowerCase(Locale.ROOT).split(",", -1)) {
      String text = word.strip();
      if (!text.isEmpty()) {
        entries.add(entry(text));
      }
    }
    return new ProxyExceptions(entries);
  }

  boolean cover(URI target) {
    String host = bare(String.valueOf(target.getHost()).toLowerCase(Locale.ROOT));
    byte[] address = address(host);
    if (host.equals("localhost") || (address != null && isLoopback(address))) {
      return true;
    }
    int usual = Endpoint.isSecure(target) ? 443 : 80;
    int port = target.getPort() < 0 ? usual : target.getPort();
    return entries.stream().anyMatch(entry -> entry.covers(host, address, port));
  }

  private static Entry entry(String text) {
    if (text.equals("*")) {
      return (host, address, port) -> true;
    }
    int slash = text.indexOf('/');
    byte[] network = slash < 0 ? null : address(text.substring(0, slash));
    if (network != null) {
      String length = text.substring(slash + 1);
      return length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= network.length * 8
          ? range(network, Integer.parseInt(length))
          : (host, address, port) -> false;
    }
    String port = text.matches(".*[^:]:[0-9]+") ? text.substring(text.lastIndexOf(':') + 1) : "";
    String name = port.isEmpty() ? text : text.substring(0, text.lastIndexOf(':'));
    byte[] single = address(bare(name));
    Entry match = single == null ? domain(name) : range(single, single.length * 8);
    return port.isEmpty()
        ? match
        : (host, address, actual) ->
            port.equals(String.valueOf(actual)) && match.covers(host, address, actual);
  }

  private static Entry domain(String name) {
    String below = name.startsWith("*.") ? name.substring(1) : name;
    return below.startsWith(".")
        ? (host, address, port) -> host.endsWith(below)
        : (host, address, port) -> host.equals(below) || host.endsWith("." + below);
  }

  private static Entry range(byte[] network, int bits) {
    return (host, address, port) -> {
      if (address == null || address.length != network.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    };
  }

  private static boolean isLoopback(byte[] address) {
    try {
      return InetAddress.getByAddress(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + address.length + " bytes", e);
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** The bytes of an address in text, null for a name: nothing is ever looked up. */
  private static byte @Nullable [] address(String text) {
    boolean literal =
        text.matches("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}")
            || (text.indexOf(':') >= 0 && text.matches("[0-9a-f:.]+"));
    try {
      return literal ? InetAddress.getByName(text).getAddress() : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
