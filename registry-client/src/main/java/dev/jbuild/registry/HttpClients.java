package dev.jbuild.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JDK's clients: made on first use, because they are slow to start; one for each set of
 * certificates, and one for what is not encrypted.
 */
final class HttpClients implements AutoCloseable {

  private final RegistryOptions options;
  private final ProxyRelays relays;
  private final Map<Kind, HttpClient> clients = new HashMap<>();
  private final Set<String> unverified = ConcurrentHashMap.newKeySet();
  private boolean closed;

  private record Kind(boolean secure, Optional<Path> certificates, boolean verified) {}

  HttpClients(RegistryOptions options) {
    this.options = options;
    this.relays = new ProxyRelays(options);
  }

  /** The proxies of this client. */
  ProxyRelays relays() {
    return relays;
  }

  /** From now on the certificate of that server is not checked. */
  void leaveUnverified(URI server) {
    unverified.add(Endpoint.origin(server));
  }

  /**
   * The client for an address. HTTP/1.1 everywhere: with HTTP/2 all blobs of an image would share
   * one connection and its failures, and on plain http the JDK would send an upgrade that some
   * servers refuse.
   */
  synchronized HttpClient of(URI target) throws IOException {
    if (closed) {
      throw new IOException("the registry client is closed");
    }
    boolean secure = Endpoint.isSecure(target);
    boolean verified =
        !Boolean.FALSE.equals(options.reach().tlsVerify())
            && !unverified.contains(Endpoint.origin(target));
    Kind kind = new Kind(secure, options.reach().certificates().of(target), verified);
    HttpClient http = clients.get(kind);
    if (http == null) {
      http = open(kind);
      clients.put(kind, http);
    }
    return http;
  }

  private HttpClient open(Kind kind) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.pace().connectTimeout());
    if (!options.reach().proxies().isEmpty()) {
      builder.proxy(relays);
    }
    if (!kind.secure()) {
      builder.sslContext(new PlainContext());
    } else if (kind.certificates().isPresent() || !kind.verified()) {
      builder.sslContext(
          options.reach().certificates().context(kind.certificates(), kind.verified()));
    }
    return builder.build();
  }

  @Override
  public synchronized void close() {
    closed = true;
    clients.values().forEach(HttpClient::shutdownNow);
    relays.close();
  }
}
