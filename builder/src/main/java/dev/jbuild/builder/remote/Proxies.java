package dev.jbuild.builder.remote;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that variables such as {@code HTTPS_PROXY} and {@code NO_PROXY} name, in either case.
 * Each is an address {@code http://host:port}; a scheme is not needed.
 */
public final class Proxies {
  /** Goes everywhere directly. */
  public static final Proxies NONE = new Proxies(null, null, List.of());

  private final @Nullable Proxy http;
  private final @Nullable Proxy https;
  private final List<String> direct;

  private Proxies(@Nullable Proxy http, @Nullable Proxy https, List<String> direct) {
    this.http = http;
    this.https = https;
    this.direct = direct;
  }

  /**
   * Reads the variables; others do not count.
   *
   * @throws IllegalArgumentException when one of them is no address
   */
  public static Proxies of(Map<String, String> variables) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(variables);
    String all = byName.getOrDefault("ALL_PROXY", "");
    String none = byName.getOrDefault("NO_PROXY", "").toLowerCase(Locale.ROOT);
    return new Proxies(
        proxy("HTTP_PROXY", byName.getOrDefault("HTTP_PROXY", all)),
        proxy("HTTPS_PROXY", byName.getOrDefault("HTTPS_PROXY", all)),
        Arrays.stream(none.split(",", -1)).map(String::strip).filter(n -> !n.isEmpty()).toList());
  }

  private static @Nullable Proxy proxy(String variable, String value) {
    if (value.isBlank()) {
      return null;
    }
    URI uri;
    try {
      uri = HttpAddress.parse(value.contains("://") ? value.strip() : "http://" + value.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(variable + ": " + e.getMessage(), e);
    }
    boolean socks = Objects.requireNonNullElse(uri.getScheme(), "").startsWith("socks");
    int port = uri.getPort() >= 0 ? uri.getPort() : socks ? 1080 : 80;
    return new Proxy(
        socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
        InetSocketAddress.createUnresolved(uri.getHost(), port));
  }

  /** The proxy for an address; loopback addresses have none. */
  Proxy select(URI uri) {
    String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
    Proxy proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
    return proxy == null || isLoopback(host) || isDirect(host, uri.getPort())
        ? Proxy.NO_PROXY
        : proxy;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  private boolean isDirect(String host, int port) {
    for (String name : direct) {
      String domain = name.replaceFirst("^\\*?\\.", "");
      if (name.equals("*")
          || host.equals(domain)
          || host.endsWith("." + domain)
          || (host + ":" + port).equals(name)) {
        return true;
      }
    }
    return false;
  }
}
