package dev.jbuild.builder.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The answer to one GET, redirects followed; closing it ends the connection. */
final class HttpReply implements AutoCloseable {
  private static final int CONNECT_MILLIS = 30_000;

  /** As long as nothing arrives. */
  private static final int STALL_MILLIS = 60_000;

  private static final int MOST_REDIRECTS = 10;

  private final HttpURLConnection connection;
  private final int status;

  private HttpReply(HttpURLConnection connection, int status) {
    this.connection = connection;
    this.status = status;
  }

  /**
   * Asks for {@code address}. Redirects are followed by hand: credentials stay with the server that
   * they are for.
   */
  static HttpReply get(URI address, Map<String, String> headers, RemoteAccess access)
      throws IOException {
    URI at = address;
    String authorization = authorization(address, access);
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      HttpReply reply = exchange(at, headers, authorization, access.proxies());
      Optional<URI> target = reply.redirection(at);
      if (target.isEmpty()) {
        return reply;
      }
      reply.close();
      if (!HttpAddress.sameOrigin(at, target.get())) {
        // Nobody asked for a secret to go over a connection that others can read.
        boolean secure = "https".equalsIgnoreCase(target.get().getScheme());
        authorization =
            secure ? authorization(target.get(), access) : HttpAddress.authorization(target.get());
      }
      at = target.get();
    }
    throw new RemoteException(
        HttpAddress.shown(address) + ": stopped after " + MOST_REDIRECTS + " redirects");
  }

  private static @Nullable String authorization(URI server, RemoteAccess access)
      throws IOException {
    String secret = access.credentials().http(server);
    return secret == null ? HttpAddress.authorization(server) : secret;
  }

  private static HttpReply exchange(
      URI at, Map<String, String> headers, @Nullable String authorization, Proxies proxies)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) at.toURL().openConnection(proxies.select(at));
    Optional<Authenticator> login = proxies.login(at);
    login.ifPresent(connection::setAuthenticator);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(STALL_MILLIS);
    connection.setUseCaches(false);
    connection.setRequestProperty("User-Agent", "jbuild/0.1");
    connection.setRequestProperty("Accept", "*/*");
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (authorization != null) {
      connection.setRequestProperty("Authorization", authorization);
    }
    headers.forEach(connection::setRequestProperty);
    int status = connection.getResponseCode();
    if (status < 0) {
      connection.disconnect();
      throw new RemoteException(HttpAddress.shown(at) + ": the answer is not HTTP");
    }
    return new HttpReply(connection, status);
  }

  private Optional<URI> redirection(URI at) throws IOException {
    String location = connection.getHeaderField("Location");
    boolean redirects =
        status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    if (!redirects || location == null) {
      return Optional.empty();
    }
    URI target;
    try {
      target = at.resolve(new URI(location.replace(" ", "%20")));
    } catch (URISyntaxException e) {
      throw new RemoteException(HttpAddress.shown(at) + ": sent to a place that is none", e);
    }
    if (!HttpAddress.isOne(target.toString()) || target.getHost() == null) {
      throw new RemoteException(
          HttpAddress.shown(at) + ": sent to " + target.getScheme() + ":, which is not followed");
    }
    return Optional.of(target);
  }

  int status() {
    return status;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(connection.getHeaderField(name)).map(String::strip);
  }

  /** A time in the form of RFC 9110, 5.6.7; empty when there is none that can be read. */
  Optional<Instant> time(String name) {
    try {
      return header(name)
          .map(t -> ZonedDateTime.parse(t, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the body is packed for the way, so that its length is not that of the content. */
  boolean isPacked() {
    return header("Content-Encoding").filter(e -> !e.equalsIgnoreCase("identity")).isPresent();
  }

  /** The number of bytes that the body has to have, -1 when the server does not say. */
  long length() {
    return isPacked() ? -1 : connection.getContentLengthLong();
  }

  InputStream body() throws IOException {
    String encoding = header("Content-Encoding").orElse("identity");
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "identity" -> connection.getInputStream();
      case "gzip", "x-gzip" -> new GZIPInputStream(connection.getInputStream());
      default ->
          throw new RemoteException("the server sent it in the unknown encoding " + encoding);
    };
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
