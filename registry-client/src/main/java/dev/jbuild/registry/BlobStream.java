package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way. A broken connection is taken up again where it broke, and the read that would
 * complete the blob fails if the bytes have not its digest.
 */
final class BlobStream extends InputStream {

  private final RegistryConnection connection;
  private final Request request;
  private final Descriptor blob;
  private final MessageDigest computation;
  private @Nullable Reply reply;
  private long position;
  private int failuresInARow;
  private boolean complete;
  private boolean closed;

  private BlobStream(RegistryConnection connection, Request request, Descriptor blob) {
    this.connection = connection;
    this.request = request;
    this.blob = blob;
    this.computation = blob.digest().newComputation();
  }

  /** Sends the request at once, so that a blob that is missing shows here. */
  static BlobStream open(RegistryConnection connection, Call call, URI uri, Descriptor blob)
      throws IOException {
    // Byte ranges count what is stored, not what a proxy has compressed on the way.
    Request request = new Request(call, "GET", uri).withHeader("Accept-Encoding", "identity");
    BlobStream stream = new BlobStream(connection, request, blob);
    stream.connect();
    return stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the stream of blob " + blob.digest() + " is closed");
    }
    if (length == 0) {
      return 0;
    }
    if (position == blob.size()) {
      finish();
      return -1;
    }
    while (true) {
      try {
        int wanted = (int) Math.min(length, blob.size() - position);
        int count = connect().body().read(buffer, offset, wanted);
        if (count < 0) {
          throw new IOException("the blob ended early");
        }
        advance(buffer, offset, count);
        return count;
      } catch (RegistryException | InterruptedIOException e) {
        close();
        throw e;
      } catch (IOException e) {
        disconnect();
        retry(e);
      }
    }
  }

  private void advance(byte[] buffer, int offset, int count) throws IOException {
    computation.update(buffer, offset, count);
    position += count;
    failuresInARow = 0;
    if (position == blob.size()) {
      finish();
    }
  }

  private void finish() throws IOException {
    if (complete) {
      return;
    }
    if (reply != null) {
      reply.discard(); // the end is there already, and the connection can be used again
      reply = null;
    }
    if (!blob.digest().matches(computation)) {
      throw connection
          .failures()
          .invalid(request.call(), "the blob has other bytes than its digest");
    }
    complete = true;
  }

  private void retry(IOException failure) throws IOException {
    failuresInARow++;
    if (failure instanceof InvalidReplyException || !connection.backoff().allows(failuresInARow)) {
      String where = "after " + position + " of " + blob.size() + " bytes: ";
      throw connection.explained(
          request.call(),
          failure instanceof InvalidReplyException
              ? failure
              : new IOException(where + failure.getMessage(), failure));
    }
    connection.backoff().pause(failuresInARow, Optional.empty());
  }

  private Reply connect() throws IOException {
    Reply open = reply;
    if (open == null) {
      open = position == 0 ? whole() : rest();
      reply = open;
    }
    return open;
  }

  private Reply whole() throws IOException {
    Reply got = connection.send(request);
    if (got.status() != 200) {
      throw connection.failures().reply(request.call(), got);
    }
    return sized(got, blob.size());
  }

  /** Asks for a closed range: open ones are not understood everywhere (distribution-spec). */
  private Reply rest() throws IOException {
    String range = "bytes=" + position + "-" + (blob.size() - 1);
    Reply got = connection.send(request.withHeader("Range", range));
    if (got.status() == 206) {
      String start = "bytes " + position + "-";
      if (!got.header("Content-Range").orElse("").startsWith(start)) {
        got.close();
        throw invalid("another range than asked for");
      }
      return sized(got, blob.size() - position);
    }
    if (got.status() == 416) {
      got.close(); // its body is not worth waiting for
      got = connection.send(request);
    }
    if (got.status() != 200) {
      throw connection.failures().reply(request.call(), got);
    }
    sized(got, blob.size());
    try {
      got.body().skipNBytes(position);
    } catch (IOException e) {
      got.close();
      throw e;
    }
    return got;
  }

  private Reply sized(Reply got, long expected) throws IOException {
    long length = got.contentLength();
    if (length >= 0 && length != expected) {
      got.close();
      throw invalid("a blob of " + length + " bytes where " + expected + " were expected");
    }
    return got;
  }

  private RegistryException invalid(String what) {
    return connection.failures().invalid(request.call(), what);
  }

  private void disconnect() {
    if (reply != null) {
      reply.close();
      reply = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
