package dev.jbuild.builder.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses of web servers as people write them. */
public final class HttpAddress {
  private static final String ILLEGAL = " \"<>\\^`{|}";

  private HttpAddress() {}

  /** Whether it is an http or https address, and not that of a git repository. */
  public static boolean isOne(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /**
   * Reads an address; what may not stand in one is encoded.
   *
   * @throws IllegalArgumentException when there is no host in it
   */
  public static URI parse(String text) {
    StringBuilder legal = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && b < 0x7F && ILLEGAL.indexOf(b) < 0;
      legal.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xFF));
    }
    try {
      URI uri = new URI(legal.toString());
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("no host in the address " + text);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not an address: " + e.getMessage(), e);
    }
  }

  /** The last name of the path, which a download is called by; {@code __unnamed__} without one. */
  public static String fileName(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("/+$", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() || name.equals(".") || name.equals("..") ? "__unnamed__" : name;
  }

  /** Without user and query, which may hold secrets. */
  public static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
  }

  /** Whether both have the scheme, host and port in common, so that credentials may be repeated. */
  static boolean sameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  private static String origin(URI uri) {
    int known = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    int port = uri.getPort() < 0 ? known : uri.getPort();
    return (uri.getScheme() + "://" + uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** The header for the user and password in an address, null without them. */
  static @Nullable String authorization(URI uri) {
    String user = uri.getUserInfo();
    return user == null
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }
}
