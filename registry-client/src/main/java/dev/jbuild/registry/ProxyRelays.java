package dev.jbuild.registry;

import dev.jbuild.registry.proxy.ProxyException;
import dev.jbuild.registry.proxy.ProxyRelay;
import dev.jbuild.registry.proxy.ProxyServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leads {@link java.net.http.HttpClient} to the proxies of the environment: to plain ones itself,
 * to others by a relay, opened on first use.
 */
final class ProxyRelays extends ProxySelector implements AutoCloseable {

  private final RegistryOptions options;
  private final Map<ProxyServer, ProxyRelay> relays = new HashMap<>();

  ProxyRelays(RegistryOptions options) {
    this.options = options;
  }

  /**
   * The way to an address.
   *
   * @param relay null for a proxy that is called as it is
   */
  record Way(ProxyServer proxy, @Nullable ProxyRelay relay) {

    /** The value of Proxy-Authorization, null for none. */
    @Nullable String authorization() {
      ProxyServer.Login login = proxy.login();
      if (relay != null) {
        return relay.authorization();
      }
      return login == null ? null : login.basic();
    }

    private InetSocketAddress address() {
      return relay == null ? new InetSocketAddress(proxy.host(), proxy.port()) : relay.address();
    }

    /** The failure of a request that went this way, as it is to be told and judged. */
    IOException explained(URI target, IOException failure) {
      Optional<ProxyException> known = relay == null ? Optional.empty() : relay.failure(target);
      if (known.isPresent()) {
        return known.get().isOfTarget()
            ? known.get()
            : new SettingsException(
                known.get().getMessage() + "; correct the variable or unset it", failure);
      }
      return failure instanceof ConnectException
          ? new SettingsException(
              "no connection to the " + proxy + ": correct the variable or unset it", failure)
          : failure;
    }
  }

  /** Empty when an address is called directly. */
  Optional<Way> way(URI target) throws IOException {
    Optional<ProxyServer> proxy = options.reach().proxies().server(target);
    return proxy.isEmpty() ? Optional.empty() : Optional.of(way(proxy.get()));
  }

  private synchronized Way way(ProxyServer proxy) throws IOException {
    if (proxy.kind() == ProxyServer.Kind.HTTP) {
      return new Way(proxy, null);
    }
    ProxyRelay relay = relays.get(proxy);
    if (relay == null) {
      CertificateDirectories trusted = options.reach().certificates();
      relay =
          new ProxyRelay(
              proxy,
              () -> trusted.context(trusted.of(proxy.address()), true),
              options.pace().connectTimeout());
      relays.put(proxy, relay);
    }
    return new Way(proxy, relay);
  }

  @Override
  public List<Proxy> select(URI uri) {
    try {
      return way(uri)
          .map(way -> new Proxy(Proxy.Type.HTTP, way.address()))
          .map(List::of)
          .orElse(List.of(Proxy.NO_PROXY));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The failure reaches the caller as the result of the request.
  }

  @Override
  public synchronized void close() {
    for (ProxyRelay relay : relays.values()) {
      relay.close();
    }
  }
}
