package dev.jbuild.builder.image;

import dev.jbuild.cache.content.UnfinishedBlob;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.GrowingBlob;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryException;
import dev.jbuild.registry.TransferListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Layers that leave for a repository while they are compressed. The compression never waits for the
 * network: what the registry is behind with is in the store's file. Safe for threads.
 */
final class LayerStreams implements AutoCloseable {
  private final RegistryClient registry;
  private final ImageReference target;
  private final TransferListener listener;
  private final List<Stream> begun = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("layer-", 0).factory());

  private record Stream(UnfinishedBlob blob, Future<Boolean> sent) {}

  LayerStreams(RegistryClient registry, ImageReference target, TransferListener listener) {
    this.registry = registry;
    this.target = target;
    this.listener = listener;
  }

  /** Begins to send a blob that is being made. */
  void begin(UnfinishedBlob blob) {
    begun.add(
        new Stream(
            blob,
            threads.submit(() -> registry.pushGrowing(target, new InTheStore(blob), listener))));
  }

  /**
   * Waits for a blob that was sent so, if it was.
   *
   * @return whether the registry has it now; if not, it is to be pushed in the usual way
   * @throws RegistryException when the registry cannot be reached any more
   */
  boolean sent(Descriptor blob) throws IOException {
    for (Stream stream : begun) {
      if (stream.blob().digest().filter(blob.digest()::equals).isPresent()) {
        return sent(stream);
      }
    }
    return false;
  }

  private static boolean sent(Stream stream) throws IOException {
    try {
      return stream.sent().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while pushing");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegistryException failure
          && failure.kind() == RegistryException.Kind.UNREACHABLE) {
        throw failure; // it was tried often enough
      }
      return false; // the usual way may work, and says of what blob it was if not
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  private record InTheStore(UnfinishedBlob blob) implements GrowingBlob {
    @Override
    public InputStream open() throws IOException {
      return blob.open();
    }

    @Override
    public long await(long wanted) throws IOException {
      return blob.await(wanted);
    }

    @Override
    public Optional<Descriptor> whole() {
      Optional<Digest> digest = blob.digest();
      return digest.map(known -> Descriptor.of("application/octet-stream", known, blob.size()));
    }
  }
}
