package dev.jbuild.registry;

import dev.jbuild.registry.proxy.ProxyServer;
import dev.jbuild.registry.proxy.ProxyServer.Kind;
import dev.jbuild.registry.proxy.ProxyServer.Login;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  private final Map<String, String> environment;
  private final ProxyExceptions exceptions;

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
  Optional<ProxyServer> server(URI target) throws SettingsException {
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

  private static ProxyServer parse(String variable, String value) throws SettingsException {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      Kind kind =
          switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http" -> Kind.HTTP;
            case "https" -> Kind.HTTPS;
            case "socks5", "socks5h" -> Kind.SOCKS5;
            default -> throw wrong(variable);
          };
      if (uri.getHost() == null) {
        throw wrong(variable);
      }
      String user = uri.getRawUserInfo();
      int port = uri.getPort() < 0 ? kind.usualPort() : uri.getPort();
      Login login = user == null ? null : Login.parse(user);
      return new ProxyServer(variable, kind, uri.getHost(), port, login);
    } catch (URISyntaxException e) {
      throw wrong(variable); // without the cause, which quotes the address
    }
  }

  private static SettingsException wrong(String variable) {
    return new SettingsException(
        variable
            + " is not the address of a proxy that can be used: set it to http://HOST:PORT,"
            + " https://HOST:PORT or socks5://HOST:PORT, or to nothing",
        null);
  }

  /** Shows no address: it may hold a password. */
  @Override
  public String toString() {
    return isEmpty() ? "Proxies[none]" : "Proxies[set]";
  }
}
