package dev.jbuild.builder.remote;

import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.content.ContentMismatchException;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.oci.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One download: tried again after what may pass, and then gone on with where it broke off if the
 * server can do that.
 */
final class Download {
  private static final int TRIES = 5;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final int BUFFER = 128 * 1024;
  private static final Set<Integer> MAY_PASS = Set.of(408, 425, 429, 500, 502, 503, 504);

  private final ContentStore content;
  private final URI address;
  private final RemoteAccess access;
  private final @Nullable KnownDownload known;
  private @Nullable BlobWriter blob;

  /** What tells the version of the file that the blob has the beginning of. */
  private @Nullable String version;

  Download(ContentStore content, URI address, RemoteAccess access, @Nullable KnownDownload known) {
    this.content = content;
    this.address = address;
    this.access = access;
    this.known = known;
  }

  /** The file, the known one if it is that still. */
  KnownDownload run(@Nullable Digest checksum) throws IOException, InterruptedException {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          Optional<KnownDownload> done = attempt(attempt < TRIES, checksum);
          if (done.isPresent()) {
            return done.get();
          }
        } catch (RemoteException e) {
          throw e;
        } catch (IOException e) {
          if (Thread.interrupted()) {
            throw (InterruptedException) new InterruptedException("cancelled").initCause(e);
          }
          if (attempt == TRIES || !mayPass(e, attempt)) {
            throw new RemoteException(shown() + ": " + reason(e), e);
          }
        }
        Thread.sleep(FIRST_PAUSE_MILLIS << (attempt - 1));
      }
    } finally {
      discard();
    }
  }

  private String shown() {
    return HttpAddress.shown(address);
  }

  private static String reason(IOException failure) {
    return failure instanceof UnknownHostException
        ? "there is no host " + failure.getMessage()
        : String.valueOf(failure.getMessage());
  }

  /** A mistyped name is told at once. */
  private static boolean mayPass(IOException failure, int attempt) {
    return !(failure instanceof UnknownHostException
        || failure instanceof SSLHandshakeException
        || (failure instanceof ConnectException && attempt == 1));
  }

  /** Empty when the server has a trouble that may pass, and there is time for another try. */
  private Optional<KnownDownload> attempt(boolean again, @Nullable Digest checksum)
      throws IOException {
    try (HttpReply reply = HttpReply.get(address, headers(), access)) {
      int status = reply.status();
      if (known != null && (status == 304 || (status == 200 && known.isConfirmedBy(reply)))) {
        return Optional.of(known);
      }
      if (again && MAY_PASS.contains(status)) {
        return Optional.empty();
      }
      if (again && blob != null && (status == 416 || (status == 206 && !continues(reply)))) {
        discard(); // there is nothing that goes on with what is here
        return Optional.empty();
      }
      if (status != 200 && !(status == 206 && continues(reply))) {
        throw new RemoteException(shown() + ": invalid response status " + status);
      }
      return Optional.of(receive(reply, checksum));
    }
  }

  private Map<String, String> headers() {
    if (blob != null && blob.size() > 0 && version != null) {
      return Map.of("Range", "bytes=" + blob.size() + "-", "If-Range", version);
    }
    return known == null ? Map.of() : known.conditions();
  }

  private KnownDownload receive(HttpReply reply, @Nullable Digest checksum) throws IOException {
    BlobWriter out = blob;
    if (out == null || !continues(reply)) {
      discard();
      out = content.write();
      blob = out;
      version = version(reply);
    }
    long end = reply.length() < 0 ? -1 : out.size() + reply.length();
    try (InputStream in = reply.body()) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
    if (end >= 0 && out.size() != end) {
      throw new EOFException("the connection ended after " + out.size() + " of " + end + " bytes");
    }
    long size = out.size();
    FetchedFile file =
        new FetchedFile(commit(out, checksum), size, reply.time("Last-Modified").orElse(null));
    return KnownDownload.of(file, reply);
  }

  /** Whether it is the rest of what the blob has the beginning of. */
  private boolean continues(HttpReply reply) {
    return blob != null
        && reply.status() == 206
        && reply.header("Content-Range").orElse("").startsWith("bytes " + blob.size() + "-");
  }

  /** A strong tag, or the time of change (RFC 9110, 13.1.5); null when parts cannot be joined. */
  private static @Nullable String version(HttpReply reply) {
    if (reply.isPacked()) {
      return null;
    }
    return reply
        .header("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> reply.header("Last-Modified"))
        .orElse(null);
  }

  private Digest commit(BlobWriter out, @Nullable Digest checksum) throws IOException {
    if (checksum == null) {
      return out.commit();
    }
    try {
      return out.commit(checksum, out.size());
    } catch (ContentMismatchException e) {
      throw new RemoteException("digest mismatch for " + shown() + ": " + e.getMessage(), e);
    }
  }

  private void discard() throws IOException {
    if (blob != null) {
      blob.close();
      blob = null;
    }
    version = null;
  }
}
