package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with OCI registries (distribution-spec 1.1). Thread-safe, and meant to be shared: tokens
 * and connections are kept. Calls block; an interrupt ends them with {@link
 * InterruptedIOException}. Requests are repeated after failures that may pass, as {@link
 * RegistryOptions} says, before a {@link RegistryException} tells of them.
 *
 * <p>Registries are called by https; loopback addresses by plain http unless they speak TLS, and so
 * are those that the options list. No connection is made before the first call.
 */
public final class RegistryClient implements AutoCloseable {

  private final RegistryOptions options;
  private final Connections connections;

  public RegistryClient(RegistryOptions options) {
    this.options = options;
    this.connections = new Connections(options);
  }

  /**
   * The manifest or image index of a reference, by its digest if it has one, else by its tag.
   *
   * @throws RegistryException if there is none, or its bytes have not the digest
   */
  public FetchedManifest manifest(ImageReference reference) throws IOException {
    return connections.pull(
        reference,
        "manifest of",
        (connection, call) -> new ManifestTransfer(connection).pull(call.reference()));
  }

  /** What the registry itself has under a name, whatever its mirrors have; empty if nothing. */
  public Optional<FetchedManifest> ownManifest(ImageReference reference) throws IOException {
    try {
      return Optional.of(manifests(Call.pull(reference, "manifest of")).pull(reference));
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What a reference points to at the moment, without fetching it; empty if nothing. */
  public Optional<Descriptor> head(ImageReference reference) throws IOException {
    try {
      return Optional.of(
          connections.pull(
              reference,
              "manifest of",
              (connection, call) -> new ManifestTransfer(connection).head(call)));
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The bytes of a blob. A connection that breaks is taken up again where it broke. The read that
   * would complete the blob throws if the bytes have not its size or digest, so what was read
   * before must not be used until then.
   *
   * @param repositoryOf names the repository; its tag and digest do not matter
   * @throws RegistryException if the repository has no such blob
   */
  public InputStream blob(ImageReference repositoryOf, Descriptor blob) throws IOException {
    return BlobStream.open(connections, repositoryOf, blob);
  }

  public boolean hasBlob(ImageReference repositoryOf, Digest digest) throws IOException {
    Call call = Call.pull(repositoryOf, "blob " + digest + " of");
    return connections.named(call).hasBlob(call, digest);
  }

  /** Pushes a blob unless the repository has it. */
  public void pushBlob(
      ImageReference target, Descriptor blob, BlobSource source, TransferListener listener)
      throws IOException {
    pushBlob(target, blob, source, null, listener);
  }

  /**
   * Pushes a blob unless the repository has it or can take it from another one.
   *
   * @param from a repository of the same registry that may have the blob, null if none is known
   * @throws IOException from the source as it is, everything else as {@link RegistryException}
   */
  public void pushBlob(
      ImageReference target,
      Descriptor blob,
      BlobSource source,
      @Nullable String from,
      TransferListener listener)
      throws IOException {
    Call call = Call.push(target, "blob " + blob.digest() + " to");
    RegistryConnection connection = connections.named(call);
    if (connection.hasBlob(call, blob.digest())) {
      listener.alreadyThere(blob);
      return;
    }
    Optional<UploadSession> session = UploadSession.begin(connection, call, blob.digest(), from);
    if (session.isEmpty()) {
      listener.alreadyThere(blob);
      return;
    }
    new BlobUpload(connection, call, blob, options.pace().chunkSize())
        .send(session.get(), source, listener);
  }

  /**
   * Pushes a blob while it is being made, once there is enough of it for a chunk. Whether the
   * registry has it shows only when it is whole; what is left then is not sent if so.
   *
   * @return false, with nothing sent, when it was whole before that or the registry takes blobs
   *     only in one piece: it is for {@link #pushBlob(ImageReference, Descriptor, BlobSource,
   *     TransferListener)} then
   * @throws IOException from the blob as it is, everything else as {@link RegistryException}
   */
  public boolean pushGrowing(ImageReference target, GrowingBlob blob, TransferListener listener)
      throws IOException {
    long chunk = options.pace().chunkSize();
    blob.await(Math.min(chunk, ChunkedUpload.ENOUGH));
    if (blob.whole().isPresent()) {
      return false;
    }
    Call call = Call.push(target, "new layer to");
    RegistryConnection connection = connections.named(call);
    if (connection.refusesChunks()) {
      return false;
    }
    UploadSession session = UploadSession.open(connection, call);
    try {
      new ChunkedUpload(connection, call, blob, chunk, listener).send(session);
    } catch (ChunksRefusedException e) {
      connection.rememberRefusedChunks();
      session.cancel(connection, call);
      return false;
    }
    blob.whole().ifPresent(pushed -> listener.uploading(pushed, pushed.size()));
    return true;
  }

  /**
   * Makes a blob of another repository of the same registry known to the target.
   *
   * @return false if the registry would rather have the bytes; {@link #pushBlob} with a repository
   *     to mount from saves the second question
   */
  public boolean mountBlob(ImageReference target, Digest digest, String fromRepository)
      throws IOException {
    Call call = Call.push(target, "blob " + digest + " to");
    RegistryConnection connection = connections.named(call);
    Optional<UploadSession> session = UploadSession.begin(connection, call, digest, fromRepository);
    if (session.isPresent()) {
      session.get().cancel(connection, call);
    }
    return session.isEmpty();
  }

  /**
   * Pushes a manifest or image index under the tag of the reference, or under its digest only when
   * it has no tag. What it points to must have been pushed before. One with a {@code subject} is
   * found by {@link #referrers} afterwards, whatever the registry knows of that.
   */
  public Descriptor pushManifest(ImageReference reference, String mediaType, byte[] raw)
      throws IOException {
    return manifests(Call.push(reference, "manifest of")).push(reference, mediaType, raw);
  }

  /** Deletes a manifest by its digest, or a tag; registries may allow only one of them. */
  public void deleteManifest(ImageReference reference) throws IOException {
    manifests(Call.delete(reference, "manifest")).delete(reference);
  }

  /**
   * The manifests that refer to another one, such as its signatures. Where the registry keeps no
   * list of them it is read from the referrers tag.
   *
   * @param subject with the digest of what they refer to, which need not exist
   * @param artifactType the type of those that are wanted, null for all
   */
  public List<Referrer> referrers(ImageReference subject, @Nullable String artifactType)
      throws IOException {
    Call call = Call.pull(subject, "referrers of");
    Digest digest = subject.digest();
    if (digest == null) {
      throw new IllegalArgumentException("referrers are those of a digest, not of " + subject);
    }
    return new Referrers(connections.named(call))
        .of(call, digest).stream()
            .filter(each -> artifactType == null || each.artifactType().equals(artifactType))
            .toList();
  }

  /** Whether the registry itself lists what refers to a digest, so that no tag has to. */
  public boolean listsReferrers(ImageReference subject, Digest digest) throws IOException {
    Call call = Call.pull(subject, "referrers of");
    return new Referrers(connections.named(call)).listed(call, digest).isPresent();
  }

  /** All tags of a repository, in the order in which the registry tells them. */
  public List<String> tags(ImageReference repositoryOf) throws IOException {
    Call call = Call.pull(repositoryOf, "tags of");
    return new TagList(connections.named(call)).read(call);
  }

  /**
   * Asks a registry whether it takes the credentials of the options ("API version check").
   *
   * @throws RegistryException if it does not, or is no registry
   */
  public void login(String registry) throws IOException {
    Call call = Call.login(registry);
    RegistryConnection connection = connections.named(call);
    URI uri = connection.endpoint().at("");
    try (Reply reply = connection.send(new Request(call, "GET", uri))) {
      if (reply.status() != 200) {
        throw connection.failures().reply(call, reply);
      }
      reply.discard();
    }
  }

  private ManifestTransfer manifests(Call call) throws IOException {
    return new ManifestTransfer(connections.named(call));
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    connections.close();
  }
}
