package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.conf.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way. A broken connection is taken up again where it broke, by the next place that
 * has the blob if need be, and the read that would complete the blob fails if the bytes have not
 * its digest.
 */
final class BlobStream extends InputStream {

  private final Connections connections;
  private final Descriptor blob;
  private final Iterator<Place> places;
  private final MessageDigest computation;
  private final List<RegistryException> failures = new ArrayList<>();
  private Source source;
  private @Nullable Reply reply;
  private String entityTag = "";
  private long position;
  private int failuresInARow;
  private boolean complete;
  private boolean closed;

  /** One of the places that have the blob. */
  private record Source(Place place, RegistryConnection connection, Request request) {
    static Source of(Connections connections, Place place, Digest digest) throws IOException {
      Call call = Call.pull(place.reference(), "blob " + digest + " of");
      RegistryConnection connection = connections.of(call, place);
      URI uri = connection.endpoint().at(place.reference().repository() + "/blobs/" + digest);
      // Byte ranges count what is stored, not what a proxy has compressed on the way.
      Request request = new Request(call, "GET", uri).withHeader("Accept-Encoding", "identity");
      return new Source(place, connection, request);
    }
  }

  private BlobStream(Connections connections, Descriptor blob, List<Place> places)
      throws IOException {
    this.connections = connections;
    this.blob = blob;
    this.places = places.iterator();
    this.computation = blob.digest().newComputation();
    this.source = Source.of(connections, this.places.next(), blob.digest());
  }

  /** Sends the request at once, so that a blob that is missing shows here. */
  static BlobStream open(Connections connections, ImageReference repository, Descriptor blob)
      throws IOException {
    Call call = Call.pull(repository, "blob " + blob.digest() + " of");
    BlobStream stream = new BlobStream(connections, blob, connections.places(call, blob.digest()));
    while (stream.reply == null) {
      try {
        stream.connect();
      } catch (RegistryException e) {
        stream.failOver(e);
      }
    }
    return stream;
  }

  /** Goes on at the next place, or throws when there is none. */
  private void failOver(RegistryException failure) throws IOException {
    disconnect();
    failures.add(failure);
    if (!places.hasNext()) {
      close();
      throw RegistryException.lastOf(failures);
    }
    connections.noteFailure(source.place(), failure);
    source = Source.of(connections, places.next(), blob.digest());
    entityTag = "";
    failuresInARow = 0;
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
      } catch (InterruptedIOException e) {
        close();
        throw e;
      } catch (RegistryException e) {
        if (position == blob.size()) {
          close();
          throw e; // all bytes were handed out, and they are wrong
        }
        failOver(e);
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
      connections.noteWrong(source.place(), blob.digest());
      throw invalid("the blob has other bytes than its digest");
    }
    complete = true;
  }

  private void retry(IOException failure) throws IOException {
    failuresInARow++;
    Backoff backoff = source.connection().backoff();
    if (!(failure instanceof InvalidReplyException) && backoff.allows(failuresInARow)) {
      backoff.pause(failuresInARow, Optional.empty());
      return;
    }
    String where = "after " + position + " of " + blob.size() + " bytes: ";
    IOException explained =
        source
            .connection()
            .explained(
                source.request().call(),
                failure instanceof InvalidReplyException
                    ? failure
                    : new IOException(where + failure.getMessage(), failure));
    if (explained instanceof RegistryException told) {
      failOver(told);
    } else {
      throw explained;
    }
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
    Reply got = source.connection().send(source.request());
    if (got.status() != 200) {
      throw failure(got);
    }
    entityTag = got.header("ETag").filter(tag -> !tag.startsWith("W/")).orElse("");
    return sized(got, blob.size());
  }

  /** Asks for a closed range: open ones are not understood everywhere (distribution-spec). */
  private Reply rest() throws IOException {
    Request ranged =
        source.request().withHeader("Range", "bytes=" + position + "-" + (blob.size() - 1));
    // Should something else be there by now, all of it comes, and its digest tells.
    Request unchanged = entityTag.isEmpty() ? ranged : ranged.withHeader("If-Range", entityTag);
    Reply got = source.connection().send(unchanged);
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
      got = source.connection().send(source.request());
    }
    if (got.status() != 200) {
      throw failure(got);
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

  private RegistryException failure(Reply got) {
    return source.connection().failures().reply(source.request().call(), got);
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
    return source.connection().failures().invalid(source.request().call(), what);
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
