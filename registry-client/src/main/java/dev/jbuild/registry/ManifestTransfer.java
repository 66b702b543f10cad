package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Manifests and image indexes (distribution-spec, "Pulling manifests", "Pushing Manifests"). */
final class ManifestTransfer {

  /** What a registry has to accept at least (distribution-spec); nobody makes larger ones. */
  private static final int LARGEST = 4 << 20;

  private static final String ACCEPT =
      String.join(
          ", ",
          MediaTypes.OCI_INDEX,
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_MANIFEST_LIST,
          MediaTypes.DOCKER_MANIFEST);

  private final RegistryConnection connection;

  ManifestTransfer(RegistryConnection connection) {
    this.connection = connection;
  }

  FetchedManifest pull(ImageReference reference) throws IOException {
    Call call = Call.pull(reference, "manifest of");
    Request request =
        new Request(call, "GET", uri(reference, pulled(reference))).withHeader("Accept", ACCEPT);
    return connection.fetch(request, LARGEST, (reply, raw) -> checked(reference, reply, raw));
  }

  private static FetchedManifest checked(ImageReference reference, Reply reply, byte[] raw)
      throws InvalidReplyException {
    Digest wanted = reference.digest();
    if (wanted == null) {
      wanted = named(reply).orElseGet(() -> Digest.sha256(raw));
    }
    var computation = wanted.newComputation();
    computation.update(raw);
    if (!wanted.matches(computation)) {
      throw new InvalidReplyException(
          "the manifest that it sent has not the digest " + wanted + " but " + Digest.sha256(raw));
    }
    return new FetchedManifest(Descriptor.of(mediaType(reply, raw), wanted, raw.length), raw);
  }

  /** The digest in the header, which the specification leaves optional. */
  private static Optional<Digest> named(Reply reply) throws InvalidReplyException {
    Optional<String> header = reply.header("Docker-Content-Digest");
    try {
      return header.map(Digest::parse);
    } catch (OciFormatException e) {
      throw new InvalidReplyException("its Docker-Content-Digest header holds no digest");
    }
  }

  /**
   * The manifest's own word and the header must agree: else two clients could read one digest as
   * two images (image-spec, CVE-2021-41190).
   */
  private static String mediaType(Reply reply, byte[] raw) throws InvalidReplyException {
    String header = reply.contentType();
    Map<?, ?> manifest = object(raw);
    String own = manifest.get("mediaType") instanceof String text ? text : "";
    if (isKnown(header) && !own.isEmpty() && !own.equals(header)) {
      throw new InvalidReplyException(
          "a manifest with two media types, " + header + " and its own");
    }
    if (isKnown(own) || isKnown(header)) {
      return isKnown(own) ? own : header;
    }
    if (manifest.get("schemaVersion") instanceof Long version && version == 1) {
      throw new InvalidReplyException(
          "the image is in Docker's retired schema 1 and must be pushed anew by a current tool");
    }
    if (own.isEmpty() && (manifest.containsKey("layers") ^ manifest.containsKey("manifests"))) {
      return manifest.containsKey("layers") ? MediaTypes.OCI_MANIFEST : MediaTypes.OCI_INDEX;
    }
    throw new InvalidReplyException("what it sent is neither a manifest nor an image index");
  }

  private static Map<?, ?> object(byte[] raw) throws InvalidReplyException {
    try {
      if (Json.parse(raw) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidReplyException("the manifest that it sent is not JSON");
    }
    throw new InvalidReplyException("the manifest that it sent is no JSON object");
  }

  private static boolean isKnown(String mediaType) {
    return MediaTypes.isManifest(mediaType) || MediaTypes.isIndex(mediaType);
  }

  Descriptor head(Call call) throws IOException {
    ImageReference reference = call.reference();
    Request request =
        new Request(call, "HEAD", uri(reference, pulled(reference))).withHeader("Accept", ACCEPT);
    try (Reply reply = connection.send(request)) {
      if (reply.status() != 200) {
        throw connection.failures().reply(call, reply);
      }
      reply.discard();
      Optional<Digest> digest = named(reply);
      if (digest.isPresent() && isKnown(reply.contentType()) && reply.contentLength() >= 0) {
        return Descriptor.of(reply.contentType(), digest.get(), reply.contentLength());
      }
    } catch (InvalidReplyException e) {
      throw connection.explained(call, e);
    }
    return pull(reference).descriptor(); // the headers are optional
  }

  /** Pushes a manifest, and lists it with its subject where the registry does not do that. */
  Descriptor push(ImageReference reference, String mediaType, byte[] raw) throws IOException {
    Optional<Referrer.Reference> refers = Referrer.of(mediaType, raw);
    Stored stored = put(reference, mediaType, raw);
    if (refers.isPresent() && !stored.listsSubject()) {
      new Referrers(connection).add(Call.push(reference, "manifest of"), refers.get());
    }
    return stored.descriptor();
  }

  /**
   * A manifest as a registry has taken it.
   *
   * @param listsSubject whether the registry itself keeps the list of referrers
   */
  record Stored(Descriptor descriptor, boolean listsSubject) {}

  /** Pushes a manifest; again when something else than it has arrived. */
  Stored put(ImageReference reference, String mediaType, byte[] raw) throws IOException {
    Descriptor descriptor = Descriptor.of(mediaType, raw);
    Digest pinned = reference.digest();
    if (pinned != null && !pinned.equals(descriptor.digest())) {
      throw new IllegalArgumentException(
          "manifest " + descriptor.digest() + " cannot be pushed as " + reference);
    }
    String name = reference.tag() == null ? descriptor.digest().toString() : reference.tag();
    Call call = Call.push(reference, "manifest of");
    Request request =
        new Request(call, "PUT", uri(reference, name))
            .withHeader("Content-Type", mediaType)
            .withBody(UploadBody.of(raw));
    for (int tries = 1; ; tries++) {
      try (Reply reply = connection.send(request)) {
        if (reply.status() != 201) {
          throw connection.failures().reply(call, reply);
        }
        reply.discard();
        Optional<Digest> stored = named(reply);
        if (stored.isEmpty() || stored.get().equals(descriptor.digest())) {
          return new Stored(descriptor, reply.header("OCI-Subject").isPresent());
        }
        if (!connection.backoff().allows(tries)) {
          throw new InvalidReplyException(
              "it stored " + stored.get() + " instead of " + descriptor.digest());
        }
      } catch (InvalidReplyException e) {
        throw connection.explained(call, e);
      }
    }
  }

  void delete(ImageReference reference) throws IOException {
    Call call = Call.delete(reference, "manifest");
    try (Reply reply =
        connection.send(new Request(call, "DELETE", uri(reference, pulled(reference))))) {
      switch (reply.status()) {
        case 200, 202, 204 -> reply.discard();
        case 400, 405 -> throw connection.failures().deletion(call, reply, digest(reference));
        default -> throw connection.failures().reply(call, reply);
      }
    }
  }

  /** What a reference stands for, empty when it cannot be found out. */
  private Optional<Digest> digest(ImageReference reference) throws IOException {
    try {
      return Optional.of(head(Call.pull(reference, "manifest of")).digest());
    } catch (RegistryException e) {
      return Optional.empty(); // only words depend on it
    }
  }

  private static String pulled(ImageReference reference) {
    Digest digest = reference.digest();
    return digest == null ? String.valueOf(reference.tag()) : digest.toString();
  }

  private URI uri(ImageReference reference, String name) {
    return connection.endpoint().at(reference.repository() + "/manifests/" + name);
  }
}
