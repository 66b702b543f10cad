package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Pushes one blob: large ones in chunks where the registry takes them, others by one PUT with all
 * bytes.
 *
 * @param size of the chunks in bytes, and of the largest blob that is sent without them
 */
record BlobUpload(RegistryConnection connection, Call call, Descriptor blob, long size) {

  /** Sends the bytes to a session that was opened for them. */
  void send(UploadSession session, BlobSource source, TransferListener listener)
      throws IOException {
    if (blob.size() <= size || connection.refusesChunks()) {
      whole(session, source, listener);
      return;
    }
    try {
      GrowingBlob whole = new WholeBlob(blob, source);
      new ChunkedUpload(connection, call, whole, size, listener).send(session);
    } catch (ChunksRefusedException e) {
      connection.rememberRefusedChunks();
      session.cancel(connection, call);
      whole(UploadSession.open(connection, call), source, listener);
    }
  }

  /** A failed attempt starts again with an upload of its own. */
  private void whole(UploadSession first, BlobSource source, TransferListener listener)
      throws IOException {
    UploadSession session = first;
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
      if (connection.hasBlob(call, blob.digest())) {
        return; // only the answer was lost
      }
      session = UploadSession.open(connection, call);
    }
  }

  /** Besides passing failures: the upload is unknown or at another offset than we believe. */
  private static boolean restartable(Reply reply) {
    return reply.mayPass() || Set.of(404, 416).contains(reply.status());
  }

  private Request put(UploadSession session, BlobSource source, TransferListener listener) {
    UploadBody body =
        new UploadBody(source, blob.size(), false, sent -> listener.uploading(blob, sent));
    URI uri = Endpoint.withParameter(session.location(), "digest", blob.digest().toString());
    return new Request(call, "PUT", uri)
        .withHeader("Content-Type", "application/octet-stream")
        .withBody(body);
  }
}
