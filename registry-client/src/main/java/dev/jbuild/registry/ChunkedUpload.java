package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pushes one blob by PATCH requests and a PUT without bytes (distribution-spec, "Pushing a blob in
 * chunks"). After a connection that broke the registry is asked how far it has come, and the rest
 * follows from there; an upload that it does not know any more starts again. Of a blob that is
 * still being made, chunks leave as soon as there is enough for one.
 */
final class ChunkedUpload {

  /**
   * Bytes that are worth a request while more are being made: registries that keep chunks as parts
   * of an object want 5 MiB.
   */
  static final long ENOUGH = 8 << 20;

  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

  private final RegistryConnection connection;
  private final Call call;
  private final GrowingBlob blob;
  private final BlobSections sections;
  private final long chunkSize;
  private final TransferListener listener;
  private int failuresInARow;
  private int restarts;
  private long offset;
  private long there;

  /**
   * @param chunkSize the most bytes of a request
   */
  ChunkedUpload(
      RegistryConnection connection,
      Call call,
      GrowingBlob blob,
      long chunkSize,
      TransferListener listener) {
    this.connection = connection;
    this.call = call;
    this.blob = blob;
    this.sections = new BlobSections(blob);
    this.chunkSize = chunkSize;
    this.listener = listener;
  }

  /**
   * Sends the bytes.
   *
   * @throws ChunksRefusedException when the registry wants them in one piece
   */
  void send(UploadSession first) throws IOException {
    try (sections) {
      sendChunks(first);
    }
  }

  private void sendChunks(UploadSession first) throws IOException {
    Optional<UploadSession> session = Optional.of(first);
    boolean asked = blob.whole().isPresent();
    while (session.isPresent()) {
      awaitChunk(session.get());
      if (!asked && blob.whole().isPresent()) {
        asked = true;
        if (there - offset > enough() && connection.hasBlob(call, whole().digest())) {
          session.get().cancel(connection, call); // the rest need not be sent
          return;
        }
      }
      session = offset < there ? Optional.of(patched(session.get())) : finished(session.get());
    }
  }

  private void awaitChunk(UploadSession session) throws IOException {
    try {
      there = blob.await(offset + Math.max(enough(), session.leastChunk()));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      session.cancel(connection, call);
      throw e;
    }
  }

  private long enough() {
    return Math.min(chunkSize, ENOUGH);
  }

  private Descriptor whole() {
    return blob.whole().orElseThrow();
  }

  /** Sends the next chunk and tells where the one after it goes. */
  private UploadSession patched(UploadSession session) throws IOException {
    long length = Math.min(Math.max(chunkSize, session.leastChunk()), there - offset);
    Trouble trouble;
    try (Reply reply = connection.send(patch(session, length))) {
      if (Set.of(201, 202, 204).contains(reply.status())) {
        reply.discard();
        return advanced(session, reply, length);
      }
      if (offset == 0 && Set.of(400, 405, 411, 415, 501).contains(reply.status())) {
        reply.discard();
        throw new ChunksRefusedException(reply.status());
      }
      trouble = trouble(reply);
    } catch (RegistryException e) {
      trouble = trouble(e);
    }
    return recovered(session, trouble);
  }

  private Request patch(UploadSession session, long length) {
    long start = offset;
    UploadBody body =
        new UploadBody(
            sections.section(start, length),
            length,
            false,
            sent -> blob.whole().ifPresent(known -> listener.uploading(known, start + sent)));
    return new Request(call, "PATCH", session.location())
        .withHeader("Content-Type", "application/octet-stream")
        .withHeader("Content-Range", start + "-" + (start + length - 1))
        .withBody(body);
  }

  /** Registries have said 202 to chunks that they kept only a part of: their range counts. */
  private UploadSession advanced(UploadSession session, Reply reply, long length)
      throws IOException {
    long end = reply.header("Range").isPresent() ? stored(reply).orElse(-1) : offset + length;
    if (end <= offset || end > offset + length) {
      throw connection
          .failures()
          .invalid(call, "it has other bytes of the upload than those that were sent");
    }
    offset = end;
    failuresInARow = 0;
    return next(session, reply);
  }

  /** How many bytes a registry says to have; empty if it does not say so clearly. */
  private static OptionalLong stored(Reply reply) {
    Matcher range = RANGE.matcher(reply.header("Range").orElse("").strip());
    if (!range.matches()) {
      return OptionalLong.empty();
    }
    long last = Long.parseLong(range.group(1));
    // "0-0" is one byte, or none: the specification has no other words for an empty upload.
    return last == 0 ? OptionalLong.empty() : OptionalLong.of(last + 1);
  }

  /** Has the bytes made a blob; empty when that is done. */
  private Optional<UploadSession> finished(UploadSession session) throws IOException {
    URI uri = Endpoint.withParameter(session.location(), "digest", whole().digest().toString());
    Request request =
        new Request(call, "PUT", uri).withHeader("Content-Type", "application/octet-stream");
    Trouble trouble;
    try (Reply reply = connection.once(request)) {
      if (reply.status() == 201 || reply.status() == 204) {
        reply.discard();
        return Optional.empty();
      }
      trouble = trouble(reply);
    } catch (RegistryException e) {
      trouble = trouble(e);
    }
    pause(trouble);
    // Perhaps only the answer was lost.
    return connection.hasBlob(call, whole().digest())
        ? Optional.empty()
        : Optional.of(resumed(session, trouble));
  }

  /** Why a request failed, and when to come back. */
  private record Trouble(RegistryException failure, Optional<Duration> askedFor) {}

  /** Throws what no second try would mend. */
  private Trouble trouble(Reply reply) throws RegistryException {
    boolean lost = reply.status() == 404 || reply.status() == 416;
    boolean passes = lost || reply.mayPass();
    Optional<Duration> askedFor = reply.retryAfter();
    RegistryException failure = connection.failures().reply(call, reply);
    if (!passes) {
      throw failure;
    }
    return new Trouble(failure, askedFor);
  }

  private static Trouble trouble(RegistryException failure) throws RegistryException {
    if (failure.kind() != RegistryException.Kind.UNREACHABLE) {
      throw failure;
    }
    return new Trouble(failure, Optional.empty());
  }

  private UploadSession recovered(UploadSession session, Trouble trouble) throws IOException {
    pause(trouble);
    return resumed(session, trouble);
  }

  private void pause(Trouble trouble) throws IOException {
    failuresInARow++;
    if (!connection.backoff().allows(failuresInARow)) {
      throw trouble.failure();
    }
    connection.backoff().pause(failuresInARow, trouble.askedFor());
  }

  /** Asks how far the registry has come. */
  private UploadSession resumed(UploadSession session, Trouble trouble) throws IOException {
    try (Reply reply = connection.send(new Request(call, "GET", session.location()))) {
      reply.discard();
      OptionalLong stored = stored(reply);
      boolean known = reply.status() == 200 || reply.status() == 204;
      if (known && stored.isPresent() && stored.getAsLong() <= there) {
        offset = stored.getAsLong();
        return next(session, reply);
      }
    }
    restarts++;
    if (!connection.backoff().allows(restarts)) {
      throw trouble.failure();
    }
    session.cancel(connection, call);
    offset = 0;
    return UploadSession.open(connection, call);
  }

  private UploadSession next(UploadSession session, Reply reply) throws IOException {
    return reply.location().isPresent() ? session.at(connection.location(call, reply)) : session;
  }
}
