package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pushes one blob: POST, then one PUT with all bytes (distribution-spec, "Pushing blobs"). */
final class BlobUpload {

  private final RegistryConnection connection;
  private final Call call;
  private final Descriptor blob;

  BlobUpload(RegistryConnection connection, Call call, Descriptor blob) {
    this.connection = connection;
    this.call = call;
    this.blob = blob;
  }

  /**
   * Opens an upload, or takes the blob from another repository.
   *
   * @return where to send the bytes to; empty when the registry has mounted the blob
   */
  static Optional<URI> begin(
      RegistryConnection connection, Call call, Digest digest, @Nullable String from)
      throws IOException {
    URI plain = connection.endpoint().at(call.reference().repository() + "/blobs/uploads/");
    if (from == null) {
      return Optional.of(session(connection, new Request(call, "POST", plain)));
    }
    URI mount = Endpoint.withParameter(plain, "mount", digest.toString());
    Request request =
        new Request(call.reading(from), "POST", Endpoint.withParameter(mount, "from", from));
    try (Reply reply = connection.send(request)) {
      return switch (reply.status()) {
        case 201 -> {
          reply.discard();
          yield Optional.empty();
        }
        case 202 -> {
          reply.discard();
          yield Optional.of(connection.location(call, reply));
        }
        default -> throw connection.failures().reply(call, reply);
      };
    } catch (RegistryException e) {
      return switch (e.kind()) {
        // To read the other repository may be forbidden, or mounting unknown: send the bytes.
        case DENIED, NOT_FOUND, REFUSED ->
            Optional.of(session(connection, new Request(call, "POST", plain)));
        case UNREACHABLE, INVALID_REPLY -> throw e;
      };
    }
  }

  private static URI session(RegistryConnection connection, Request request) throws IOException {
    try (Reply reply = connection.send(request)) {
      if (reply.status() != 202) {
        throw connection.failures().reply(request.call(), reply);
      }
      reply.discard();
      return connection.location(request.call(), reply);
    }
  }

  /** Sends the bytes; a failed attempt starts again with an upload of its own. */
  void send(URI first, BlobSource source, TransferListener listener) throws IOException {
    URI session = first;
    for (int failures = 1; ; failures++) {
      Optional<Duration> askedFor;
      boolean again = connection.backoff().allows(failures);
      try (Reply reply = connection.send(put(session, source, listener))) {
        if (reply.status() == 201 || reply.status() == 204) {
          reply.discard();
          return;
        }
        if (!again || !restartable(reply)) {
          throw connection.failures().reply(call, reply);
        }
        askedFor = reply.retryAfter();
        reply.discard();
      } catch (RegistryException e) {
        if (!again || e.kind() != RegistryException.Kind.UNREACHABLE) {
          throw e;
        }
        askedFor = Optional.empty();
      }
      connection.backoff().pause(failures, askedFor);
      session = begin(connection, call, blob.digest(), null).orElse(session);
    }
  }

  /** Besides passing failures: the upload is unknown or at another offset than we believe. */
  private static boolean restartable(Reply reply) {
    return reply.mayPass() || Set.of(404, 416).contains(reply.status());
  }

  private Request put(URI session, BlobSource source, TransferListener listener) {
    UploadBody body =
        new UploadBody(source, blob.size(), false, sent -> listener.uploading(blob, sent));
    URI uri = Endpoint.withParameter(session, "digest", blob.digest().toString());
    return new Request(call, "PUT", uri)
        .withHeader("Content-Type", "application/octet-stream")
        .withBody(body);
  }

  /** Gives an upload up that is not needed; the registry cleans up in time if this fails. */
  static void cancel(RegistryConnection connection, Call call, URI session) throws IOException {
    try (Reply reply = connection.send(new Request(call, "DELETE", session))) {
      reply.discard();
    } catch (RegistryException e) {
      return; // nothing was lost by it
    }
  }
}
