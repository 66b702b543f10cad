package dev.jbuild.registry;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All that is known of one registry: where it is, how it lets us in, how its failures read. */
final class RegistryConnection {

  private final Endpoint endpoint;
  private final Transport transport;
  private final Authorizer authorizer;
  private final Failures failures;
  private final ReentrantLock referrersLock = new ReentrantLock();
  private volatile boolean refusesChunks;

  /** Makes a value of a reply and its whole body. */
  @FunctionalInterface
  interface BodyReader<T> {
    T read(Reply reply, byte[] body) throws InvalidReplyException;
  }

  private RegistryConnection(Endpoint endpoint, Transport transport, CredentialSource source) {
    this.endpoint = endpoint;
    this.transport = transport;
    Identity identity = new Identity(endpoint.registry(), source);
    this.failures = new Failures(endpoint.registry(), identity);
    TokenServer tokenServer = new TokenServer(endpoint, transport, identity, failures);
    this.authorizer = new Authorizer(identity, failures, tokenServer);
  }

  static RegistryConnection open(
      Call call, boolean insecure, CredentialSource credentials, Transport transport)
      throws IOException {
    String registry = call.reference().registry();
    Endpoint endpoint = Endpoint.https(registry);
    if (insecure) {
      transport.leaveUnverified(endpoint.base());
    }
    boolean plain =
        Endpoint.isLoopback(registry)
            ? speaksPlain(call, transport)
            : insecure && !speaksTls(call, transport);
    if (plain) {
      endpoint = Endpoint.http(registry);
    }
    return new RegistryConnection(endpoint, transport, credentials);
  }

  private static boolean speaksTls(Call call, Transport transport) throws IOException {
    Endpoint secure = Endpoint.https(call.reference().registry());
    try (Reply reply = transport.follow(new Request(call, "GET", secure.at("")))) {
      reply.discard();
      return true;
    } catch (InterruptedIOException | SettingsException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  /** Registries on the own machine mostly speak plain http; one with TLS answers that with 400. */
  private static boolean speaksPlain(Call call, Transport transport) throws IOException {
    Endpoint plain = Endpoint.http(call.reference().registry());
    try (Reply reply = transport.follow(new Request(call, "GET", plain.at("")))) {
      reply.discard();
      return reply.status() != 400;
    } catch (ConnectException | HttpTimeoutException e) {
      return true; // nobody there: the call itself will say so
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Failures failures() {
    return failures;
  }

  Backoff backoff() {
    return transport.backoff();
  }

  /** For lists of referrers, which are read, changed and written. */
  ReentrantLock referrersLock() {
    return referrersLock;
  }

  /** Whether an upload has found out that this registry takes blobs only whole. */
  boolean refusesChunks() {
    return refusesChunks;
  }

  void rememberRefusedChunks() {
    refusesChunks = true;
  }

  boolean hasBlob(Call call, Digest digest) throws IOException {
    URI uri = endpoint.at(call.reference().repository() + "/blobs/" + digest);
    try (Reply reply = send(new Request(call, "HEAD", uri))) {
      return switch (reply.status()) {
        case 200 -> {
          reply.discard(); // an empty body, but only one read to its end frees the connection
          yield true;
        }
        case 404 -> {
          reply.discard();
          yield false;
        }
        default -> throw failures.reply(call, reply);
      };
    }
  }

  /**
   * The reply, whatever its status; the caller closes it.
   *
   * @throws RegistryException when there is none, or access was denied by a token server
   */
  Reply send(Request request) throws IOException {
    try {
      return authorized(request);
    } catch (IOException e) {
      UploadBody body = request.body();
      IOException local = body == null ? null : body.failure();
      throw local == null ? explained(request.call(), e) : local;
    }
  }

  /** The same without repetitions, for what must not happen twice unnoticed. */
  Reply once(Request request) throws IOException {
    return send(request.withBody(UploadBody.once()));
  }

  /** The failure as users get it. */
  IOException explained(Call call, IOException failure) {
    return failure instanceof RegistryException || failure instanceof InterruptedIOException
        ? failure
        : failures.network(call, endpoint, failure);
  }

  private Reply authorized(Request request) throws IOException {
    if (!endpoint.owns(request.uri())) {
      return transport.send(request); // an upload that was sent elsewhere: no credentials there
    }
    String header = authorizer.header(request.call());
    Reply reply = transport.send(with(header, request));
    if (reply.status() != 401 || !endpoint.owns(reply.uri())) {
      return reply;
    }
    List<Challenge> challenges = Challenge.parse(reply.headers().allValues("WWW-Authenticate"));
    String better = authorizer.answer(request.call(), challenges, header);
    if (better == null) {
      return reply;
    }
    reply.discard();
    return transport.send(with(better, request));
  }

  private static Request with(@Nullable String header, Request request) {
    return header == null ? request : request.withHeader("Authorization", header);
  }

  /**
   * A small document, fetched again when it breaks off.
   *
   * @param limit of its length in bytes
   * @throws RegistryException also for every status but 200
   */
  <T> T fetch(Request request, int limit, BodyReader<T> reader) throws IOException {
    for (int tries = 1; ; tries++) {
      try (Reply reply = send(request)) {
        if (reply.status() != 200) {
          throw failures.reply(request.call(), reply);
        }
        return reader.read(reply, reply.read(limit));
      } catch (RegistryException | InvalidReplyException | InterruptedIOException e) {
        throw explained(request.call(), e);
      } catch (IOException e) {
        if (!backoff().allows(tries)) {
          throw explained(request.call(), e);
        }
        backoff().pause(tries, Optional.empty());
      }
    }
  }

  /** Where a reply points to. */
  URI location(Call call, Reply reply) throws IOException {
    try {
      URI location =
          reply
              .location()
              .orElseThrow(() -> new InvalidReplyException("its reply has no Location header"));
      Transport.refuseDowngrade(endpoint.base(), location);
      return location;
    } catch (InvalidReplyException e) {
      throw explained(call, e);
    }
  }
}
