package dev.jbuild.builder.remote;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that variables such as {@code HTTPS_PROXY} and {@code NO_PROXY} name, in either case.
 * Each is an address {@code http://user:password@host:port} or {@code socks5://host:port}; a scheme
 * is not needed. What is called directly is as for registries.
 */
final class Proxies {
  private final Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final dev.jbuild.registry.Proxies exceptions;

  /**
   * A proxy.
   *
   * @param login user and password, with a colon between them, or null
   */
  private record Server(Proxy proxy, @Nullable String login) {}

  /** Reads the variables when a server is to be called; others do not count. */
  Proxies(Map<String, String> variables) {
    variables.forEach((name, value) -> byName.merge(name, value, (a, b) -> a.isEmpty() ? b : a));
    String none = byName.getOrDefault("NO_PROXY", "");
    String offline = byName.getOrDefault(dev.jbuild.registry.Proxies.OFFLINE, "");
    this.exceptions =
        dev.jbuild.registry.Proxies.of(
            Map.of("NO_PROXY", none, dev.jbuild.registry.Proxies.OFFLINE, offline));
  }

  /** Throws when no server is to be called. */
  void checkOnline() throws RemoteException {
    if (exceptions.isOffline()) {
      throw new RemoteException(dev.jbuild.registry.Proxies.offlineMessage());
    }
  }

  private Optional<Server> server(URI target) throws RemoteException {
    checkOnline();
    String own = "https".equalsIgnoreCase(target.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
    String name = byName.getOrDefault(own, "").isBlank() ? "ALL_PROXY" : own;
    String value = byName.getOrDefault(name, "");
    return value.isBlank() || exceptions.isDirect(target)
        ? Optional.empty()
        : Optional.of(parse(name, value.strip()));
  }

  private static Server parse(String variable, String value) throws RemoteException {
    URI uri;
    try {
      uri = HttpAddress.parse(value.contains("://") ? value : "http://" + value);
    } catch (IllegalArgumentException e) {
      throw wrong(variable); // without the cause, which quotes the address and so its password
    }
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    boolean socks = scheme.startsWith("socks");
    if (!socks && !scheme.equals("http")) {
      throw wrong(variable);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : socks ? 1080 : 80;
    return new Server(
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port)),
        uri.getRawUserInfo());
  }

  private static RemoteException wrong(String variable) {
    return new RemoteException(
        variable
            + " is not the address of a proxy that can be used: set it to http://HOST:PORT or"
            + " socks5://HOST:PORT, or to nothing");
  }

  /** The proxy for an address; loopback addresses have none. */
  Proxy select(URI target) throws RemoteException {
    return server(target).map(Server::proxy).orElse(Proxy.NO_PROXY);
  }

  /** Who tells the proxy for an address its user and password, if it has one that wants them. */
  Optional<Authenticator> login(URI target) throws RemoteException {
    return server(target).map(Server::login).map(Login::new);
  }

  private static final class Login extends Authenticator {
    private final String user;
    private final char[] password;

    Login(String rawPair) {
      String[] parts = rawPair.split(":", 2);
      this.user = decoded(parts[0]);
      this.password = decoded(parts.length < 2 ? "" : parts[1]).toCharArray();
    }

    private static String decoded(String raw) {
      // A plus stands for itself in this part of an address.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
          ? new PasswordAuthentication(user, password)
          : null;
    }
  }
}
