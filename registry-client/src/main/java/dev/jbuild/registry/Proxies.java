package dev.jbuild.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, in upper or lower case, as Go
 * programs such as docker read them (golang.org/x/net/http/httpproxy). They are parsed when they
 * are needed, so that a wrong one hinders nothing else.
 */
public final class Proxies {

  /** The variable that keeps all servers from being called, unless it is 0 or empty. */
  public static final String OFFLINE = "JBUILD_OFFLINE";

  /** None but those of the Java runtime. */
  public static final Proxies NONE = new Proxies(Map.of());

  /** What curl and Go know besides; java.net.http does not. */
  private static final Set<String> OTHERS =
      Set.of("https", "socks4", "socks4a", "socks5", "socks5h");

  private final Map<String, String> environment;
  private final ProxyExceptions exceptions;

  /**
   * A proxy.
   *
   * @param variable that names it, for messages
   * @param authorization the value of Proxy-Authorization, null for none
   */
  record Server(String variable, String host, int port, @Nullable String authorization) {
    /** Without the credentials. */
    @Override
    public String toString() {
      return "proxy " + host + ":" + port + " (" + variable + ")";
    }
  }

  private Proxies(Map<String, String> environment) {
    this.environment = environment;
    this.exceptions = ProxyExceptions.parse(value("NO_PROXY"));
  }

  /** The proxies of an environment. */
  public static Proxies of(Map<String, String> environment) {
    return new Proxies(Map.copyOf(environment));
  }

  private String value(String variable) {
    String upper = environment.getOrDefault(variable, "");
    return upper.isEmpty()
        ? environment.getOrDefault(variable.toLowerCase(Locale.ROOT), "")
        : upper;
  }

  boolean isEmpty() {
    return value("HTTP_PROXY").isEmpty() && value("HTTPS_PROXY").isEmpty();
  }

  /** Whether {@value #OFFLINE} keeps all servers from being called. */
  public boolean isOffline() {
    return !Set.of("", "0").contains(environment.getOrDefault(OFFLINE, ""));
  }

  /** Why no server is called. */
  public static String offlineMessage() {
    return OFFLINE + " is set, so no server is called";
  }

  /** Whether NO_PROXY, or that it is this machine, keeps an address from being called by proxy. */
  public boolean isDirect(URI target) {
    return exceptions.cover(target);
  }

  /**
   * The proxy to an address, empty when it is called directly.
   *
   * @throws SettingsException naming the variable, and not its value, which may hold a password;
   *     when no server is to be called
   */
  Optional<Server> server(URI target) throws SettingsException {
    if (isOffline()) {
      throw new SettingsException(offlineMessage(), null);
    }
    String variable = Endpoint.isSecure(target) ? "HTTPS_PROXY" : "HTTP_PROXY";
    String value = value(variable);
    if (value.isEmpty() || exceptions.cover(target)) {
      return Optional.empty();
    }
    return Optional.of(parse(variable, value));
  }

  private static Server parse(String variable, String value) throws SettingsException {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      if (OTHERS.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
        throw new SettingsException(
            variable
                + " names a proxy that speaks "
                + uri.getScheme()
                + ", which jbuild does not: set it to one that is called by http://HOST:PORT, or to"
                + " nothing",
            null);
      }
      if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
        throw wrong(variable);
      }
      String user = uri.getRawUserInfo();
      int port = uri.getPort() < 0 ? 80 : uri.getPort();
      return new Server(variable, uri.getHost(), port, user == null ? null : basic(user));
    } catch (URISyntaxException e) {
      throw wrong(variable); // without the cause, which quotes the address
    }
  }

  private static SettingsException wrong(String variable) {
    return new SettingsException(
        variable
            + " is not the address of a proxy that can be used: set it to http://HOST:PORT, or to"
            + " nothing",
        null);
  }

  private static String basic(String rawUserInfo) {
    // A plus stands for itself in this part of an address.
    String pair = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** For {@link java.net.http.HttpClient}; {@link #server} has been asked before. */
  ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        try {
          return server(uri)
              .map(to -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(to.host(), to.port())))
              .map(List::of)
              .orElse(List.of(Proxy.NO_PROXY));
        } catch (SettingsException e) {
          throw new IllegalArgumentException(e.getMessage(), e);
        }
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The failure reaches the caller as the result of the request.
      }
    };
  }

  /** Shows no address: it may hold a password. */
  @Override
  public String toString() {
    return isEmpty() ? "Proxies[none]" : "Proxies[set]";
  }
}
