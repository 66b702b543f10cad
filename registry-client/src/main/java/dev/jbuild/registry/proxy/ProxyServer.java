package dev.jbuild.registry.proxy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A proxy.
 *
 * @param variable that names it, for messages
 * @param login what it is to be told, null for nothing
 */
public record ProxyServer(
    String variable, Kind kind, String host, int port, @Nullable Login login) {

  /** How a proxy is called. */
  public enum Kind {
    /** HTTP without encryption. */
    HTTP(80),
    /** HTTP in TLS. */
    HTTPS(443),
    /** RFC 1928. */
    SOCKS5(1080);

    private final int usualPort;

    Kind(int usualPort) {
      this.usualPort = usualPort;
    }

    /** Where it is when the address says nothing. */
    public int usualPort() {
      return usualPort;
    }
  }

  /** A user and a password, which may be empty. */
  public record Login(String user, String password) {

    /** From the part of an address before the at sign. */
    public static Login parse(String rawUserInfo) {
      int colon = rawUserInfo.indexOf(':');
      String password = colon < 0 ? "" : rawUserInfo.substring(colon + 1);
      return new Login(
          decode(colon < 0 ? rawUserInfo : rawUserInfo.substring(0, colon)), decode(password));
    }

    private static String decode(String raw) {
      // A plus stands for itself in this part of an address.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The value of Proxy-Authorization. */
    public String basic() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /** Under which {@code certs.d} has certificates for it. */
  public URI address() {
    String where = port == kind.usualPort() ? "" : ":" + port;
    return URI.create((kind == Kind.HTTPS ? "https://" : "http://") + host + where);
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "proxy " + host + ":" + port + " (" + variable + ")";
  }
}
