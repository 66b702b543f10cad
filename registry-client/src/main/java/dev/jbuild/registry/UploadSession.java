package dev.jbuild.registry;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upload that a registry has opened (distribution-spec, "Pushing blobs").
 *
 * @param location where its bytes go
 * @param leastChunk the fewest bytes that every chunk but the last must have
 */
record UploadSession(URI location, long leastChunk) {

  /**
   * Opens an upload, or takes the blob from another repository.
   *
   * @param from a repository that may have the blob, null if none is known
   * @return empty when the registry has mounted the blob
   */
  static Optional<UploadSession> begin(
      RegistryConnection connection, Call call, Digest digest, @Nullable String from)
      throws IOException {
    if (from == null) {
      return Optional.of(open(connection, call));
    }
    URI mount = Endpoint.withParameter(uploads(connection, call), "mount", digest.toString());
    Request request =
        new Request(call.reading(from), "POST", Endpoint.withParameter(mount, "from", from));
    try (Reply reply = connection.send(request)) {
      return switch (reply.status()) {
        case 201 -> {
          reply.discard();
          yield Optional.empty();
        }
        case 202 -> Optional.of(of(connection, call, reply));
        default -> throw connection.failures().reply(call, reply);
      };
    } catch (RegistryException e) {
      return switch (e.kind()) {
        // To read the other repository may be forbidden, or mounting unknown: send the bytes.
        case DENIED, NOT_FOUND, REFUSED -> Optional.of(open(connection, call));
        case UNREACHABLE, INVALID_REPLY -> throw e;
      };
    }
  }

  static UploadSession open(RegistryConnection connection, Call call) throws IOException {
    try (Reply reply = connection.send(new Request(call, "POST", uploads(connection, call)))) {
      if (reply.status() != 202) {
        throw connection.failures().reply(call, reply);
      }
      return of(connection, call, reply);
    }
  }

  private static UploadSession of(RegistryConnection connection, Call call, Reply reply)
      throws IOException {
    reply.discard();
    String least = reply.header("OCI-Chunk-Min-Length").orElse("");
    return new UploadSession(
        connection.location(call, reply), least.matches("[0-9]{1,15}") ? Long.parseLong(least) : 0);
  }

  private static URI uploads(RegistryConnection connection, Call call) {
    return connection.endpoint().at(call.reference().repository() + "/blobs/uploads/");
  }

  UploadSession at(URI next) {
    return new UploadSession(next, leastChunk);
  }

  /** Gives the upload up; the registry cleans up in time if this fails. */
  void cancel(RegistryConnection connection, Call call) throws IOException {
    try (Reply reply = connection.send(new Request(call, "DELETE", location))) {
      reply.discard();
    } catch (RegistryException e) {
      return; // nothing was lost by it
    }
  }
}
