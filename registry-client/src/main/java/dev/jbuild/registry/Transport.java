package dev.jbuild.registry;

import dev.jbuild.registry.proxy.ProxyException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Sends requests: follows redirects, repeats what may pass, gives up on what stands still. */
final class Transport implements AutoCloseable {

  private static final int MOST_REDIRECTS = 5;

  /** A registry may have to move and hash an upload before it answers. */
  private static final int PATIENCE_AFTER_UPLOAD = 5;

  private final RegistryOptions options;
  private final Backoff backoff;
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final HttpClients clients;
  private volatile boolean closed;

  Transport(RegistryOptions options) {
    this.options = options;
    this.clients = new HttpClients(options);
    this.backoff = new Backoff(options.pace().retries(), options.pace().retryDelay());
  }

  /** After closing, nothing is worth another try. */
  Backoff backoff() {
    return closed ? new Backoff(0, options.pace().retryDelay()) : backoff;
  }

  /** The reply, whatever its status; the caller closes it. */
  Reply send(Request request) throws IOException {
    for (int failures = 1; ; failures++) {
      boolean again = request.repeatable() && backoff().allows(failures);
      Optional<Duration> askedFor = Optional.empty();
      try {
        Reply reply = follow(request);
        if (!again || !reply.mayPass()) {
          return reply;
        }
        askedFor = reply.retryAfter();
        reply.discard();
      } catch (IOException e) {
        if (!again || closed || !mayPass(e, request.uri())) {
          throw e;
        }
      }
      backoff.pause(failures, askedFor);
    }
  }

  private boolean mayPass(IOException failure, URI uri) {
    return switch (failure) {
      case InvalidReplyException invalid -> false;
      case InterruptedIOException interrupted -> false;
      case SettingsException wrong -> false;
      case SSLHandshakeException untrusted -> false;
      case SSLException speaksNoTls -> answered.contains(Endpoint.origin(uri));
      // A mistyped name is told at once; a server that was there will come back.
      case ConnectException refused -> answered.contains(Endpoint.origin(uri));
      case ProxyException unreached -> answered.contains(Endpoint.origin(uri));
      case HttpConnectTimeoutException silent -> answered.contains(Endpoint.origin(uri));
      default -> true;
    };
  }

  /** One try, redirects followed by hand: the JDK has forwarded credentials to other hosts. */
  Reply follow(Request request) throws IOException {
    Request current = request;
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      Reply reply = exchange(current);
      answered.add(Endpoint.origin(current.uri()));
      boolean keepsMethod = reply.status() == 307 || reply.status() == 308;
      if (!reply.redirects() || !(keepsMethod || request.reads())) {
        return reply;
      }
      URI target = reply.location().orElseThrow();
      reply.discard();
      refuseDowngrade(current.uri(), target);
      if (!Endpoint.sameOrigin(current.uri(), target)) {
        current = current.withoutHeader("Authorization");
      }
      current = current.withUri(target);
    }
    throw new InvalidReplyException("more than " + MOST_REDIRECTS + " redirects");
  }

  static void refuseDowngrade(URI from, URI target) throws InvalidReplyException {
    if (Endpoint.isSecure(from) && !Endpoint.isSecure(target)) {
      throw new InvalidReplyException(
          "sent from https to an address without it: " + Endpoint.shown(target));
    }
  }

  private Reply exchange(Request request) throws IOException {
    UploadBody body = request.body();
    Optional<ProxyRelays.Way> proxy = clients.relays().way(request.uri());
    HttpRequest wire =
        wire(request, proxy, body == null ? BodyPublishers.noBody() : body.publisher());
    CompletableFuture<HttpResponse<BodyStream>> future =
        clients
            .of(request.uri())
            .sendAsync(wire, info -> new BodyStream(options.pace().stallTimeout()));
    try {
      HttpResponse<BodyStream> response = await(future, body);
      return new Reply(response.uri(), response.statusCode(), response.headers(), response.body());
    } catch (InterruptedIOException | InvalidReplyException e) {
      throw e;
    } catch (IOException e) {
      throw proxy.isEmpty() ? e : proxy.get().explained(request.uri(), e);
    } finally {
      if (body != null) {
        body.release();
      }
    }
  }

  private static HttpRequest wire(
      Request request, Optional<ProxyRelays.Way> proxy, BodyPublisher publisher)
      throws IOException {
    HttpRequest.Builder builder;
    try {
      builder = HttpRequest.newBuilder(request.uri());
    } catch (IllegalArgumentException e) {
      throw new InvalidReplyException("not an address to call: " + Endpoint.shown(request.uri()));
    }
    request.headers().forEach(builder::header);
    // The JDK leaves it out of what goes through a tunnel, where it is not for the registry.
    proxy
        .map(ProxyRelays.Way::authorization)
        .ifPresent(value -> builder.header("Proxy-Authorization", value));
    return builder.header("User-Agent", "jbuild/0.1").method(request.method(), publisher).build();
  }

  private HttpResponse<BodyStream> await(
      CompletableFuture<HttpResponse<BodyStream>> future, @Nullable UploadBody body)
      throws IOException {
    long start = System.nanoTime();
    try {
      Optional<HttpResponse<BodyStream>> response = Optional.empty();
      while (response.isEmpty()) { // again when bytes have moved meanwhile
        long left = patience(body).toNanos() - idle(start, body);
        if (left <= 0) {
          throw new HttpTimeoutException("no answer for " + patience(body).toMillis() + " ms");
        }
        response = poll(future, left);
      }
      return response.get();
    } catch (InterruptedException e) {
      throw Backoff.interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      future.cancel(true); // no effect on one that is done
    }
  }

  private static <T> Optional<T> poll(CompletableFuture<T> future, long nanos)
      throws InterruptedException, ExecutionException {
    try {
      return Optional.of(future.get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  private Duration patience(@Nullable UploadBody body) {
    boolean answerOnly = body != null && body.sent();
    return options.pace().stallTimeout().multipliedBy(answerOnly ? PATIENCE_AFTER_UPLOAD : 1);
  }

  private static long idle(long start, @Nullable UploadBody body) {
    return System.nanoTime() - (body == null ? start : body.lastProgress());
  }

  /** From now on the certificate of that server is not checked. */
  void leaveUnverified(URI server) {
    clients.leaveUnverified(server);
  }

  @Override
  public void close() {
    closed = true;
    clients.close();
  }
}
