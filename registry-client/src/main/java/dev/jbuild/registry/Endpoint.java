package dev.jbuild.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of a registry.
 *
 * @param registry as named in image references
 * @param base scheme and authority, without a path
 */
record Endpoint(String registry, URI base) {

  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]+)?");

  static Endpoint https(String registry) {
    return new Endpoint(registry, URI.create("https://" + host(registry)));
  }

  static Endpoint http(String registry) {
    return new Endpoint(registry, URI.create("http://" + host(registry)));
  }

  static boolean isLoopback(String registry) {
    return LOOPBACK.matcher(registry).matches();
  }

  /** Whether a registry is listed, by its full name or without the port. */
  static boolean isListed(String registry, Set<String> hosts) {
    return hosts.contains(registry) || hosts.contains(registry.replaceFirst(":[0-9]+$", ""));
  }

  /** The name docker.io serves a website; its registry lives at another host. */
  private static String host(String registry) {
    return registry.equals("docker.io") ? "registry-1.docker.io" : registry;
  }

  /** An address below {@code /v2/}. */
  URI at(String path) {
    return URI.create(base + "/v2/" + path);
  }

  boolean owns(URI uri) {
    return sameOrigin(base, uri);
  }

  static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Origins as in RFC 6454: only within one may credentials be repeated. */
  static boolean sameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  static String origin(URI uri) {
    return (uri.getScheme() + "://" + uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port(uri);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isSecure(uri) ? 443 : 80;
  }

  /** Adds a query parameter and keeps those that are there. */
  static URI withParameter(URI uri, String name, String value) {
    String text = uri.toString().replaceFirst("#.*", "");
    String joint = uri.getRawQuery() == null ? "?" : "&";
    return URI.create(text + joint + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** Without user and query, which may hold secrets such as a signature. */
  static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
  }
}
