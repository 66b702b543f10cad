package dev.jbuild.cache.layer;

import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.layer.NativeInflater;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** The blobs of layers: the tar itself, whose digest is the diffID, and compressed ones. */
final class LayerBlobs {
  private static final int BUFFER = 128 * 1024;

  /** The annotation of a record's blob that says how hard it was compressed. */
  private static final String LEVEL = "level";

  /** Smaller ones are forced to the disk sooner than noted to be not. */
  private static final int UNFORCED = 1024 * 1024;

  /** From how many bytes of a blob on a thread and a process pay. */
  private static final int LARGE = 4 * 1024 * 1024;

  private final ContentStore content;
  private final LayerRecords records;

  /** Layers whose tars are known not to be torn. */
  private final Set<DiffId> settled = ConcurrentHashMap.newKeySet();

  LayerBlobs(ContentStore content, LayerRecords records) {
    this.content = content;
    this.records = records;
  }

  boolean has(DiffId diffId) throws IOException {
    return hasTar(diffId) || blob(diffId).isPresent();
  }

  /**
   * Stores the tar of a layer. A large one is not forced to the disk, which may take longer than
   * the rest of a build; its layer's record says first in which boot of the machine it is written.
   */
  Digest commitTar(BlobWriter tar) throws IOException {
    return tar.commit(
        digest -> {
          boolean forced = tar.size() < UNFORCED;
          if (!forced) {
            noteUnforced(new DiffId(digest));
          }
          return forced;
        });
  }

  private void noteUnforced(DiffId diffId) throws IOException {
    if (!hasTar(diffId)) {
      StoreLock lock = records.lock(diffId);
      try (lock) {
        records.update(diffId, record -> record.withTarOf(records.boot()));
      }
    }
  }

  /** Whether the tar is there. One that a power loss may have torn is read once before. */
  private boolean hasTar(DiffId diffId) throws IOException {
    if (!content.has(diffId.digest())) {
      return false;
    }
    if (!settled.contains(diffId) && !isWhole(diffId)) {
      return false;
    }
    settled.add(diffId);
    return true;
  }

  /**
   * Finds out whether the tar, if there is one, is whole. To be called before the layer's lock is
   * taken and the tar then read, since this takes that lock, too.
   */
  void settle(DiffId diffId) throws IOException {
    if (!settled.contains(diffId)) {
      hasTar(diffId);
    }
  }

  private boolean isWhole(DiffId diffId) throws IOException {
    String boot = records.find(diffId).tarBoot();
    if (boot.isEmpty() || boot.equals(records.boot())) {
      return true;
    }
    StoreLock lock = records.lock(diffId);
    try (lock) {
      content.verify(diffId.digest());
      records.update(diffId, record -> record.withTarOf(""));
      return true;
    } catch (LostContentException e) {
      return false; // moved aside, with a warning
    }
  }

  private Optional<Descriptor> blob(DiffId diffId) throws IOException {
    return records.find(diffId).blobs().stream()
        .filter(blob -> content.has(blob.digest()))
        .findFirst();
  }

  /**
   * Gives the uncompressed tar to {@code reader} and sees that it came from a sound blob.
   *
   * @param inflaters processes for large ones
   * @return false when no blob has the layer
   */
  boolean readTar(DiffId diffId, Supplier<Optional<NativeInflater>> inflaters, Reader reader)
      throws IOException {
    Digest digest = diffId.digest();
    if (!hasTar(diffId)) {
      Optional<Descriptor> blob = blob(diffId);
      if (blob.isEmpty()) {
        return false;
      }
      digest = blob.get().digest();
    }
    try (InputStream in = content.open(digest)) {
      try (InputStream tar = decompress(in, content.size(digest), inflaters)) {
        reader.read(tar);
        copy(tar, OutputStream.nullOutputStream());
      }
      copy(in, OutputStream.nullOutputStream()); // to the end, where it is verified
      return true;
    } catch (LostContentException e) {
      throw e;
    } catch (IOException e) {
      throw causeOf(e, digest);
    }
  }

  /** Damage may show as broken compression before the end, where the digest would tell. */
  private IOException causeOf(IOException failure, Digest digest) {
    try {
      content.verify(digest);
      return failure;
    } catch (LostContentException damage) {
      damage.addSuppressed(failure);
      return damage;
    } catch (IOException e) {
      failure.addSuppressed(e);
      return failure;
    }
  }

  /** A compressed blob with its OCI media type, whatever type it was registered with. */
  Optional<Descriptor> compressed(DiffId diffId) throws IOException {
    return compressed(diffId, (blob, type) -> true);
  }

  /** As {@link #compressed(DiffId)}, of the method, and made at the level if it was made here. */
  Optional<Descriptor> compressed(DiffId diffId, LayerCompression wanted) throws IOException {
    String mediaType = CompressingOutput.mediaType(wanted.method());
    return compressed(
        diffId,
        (blob, type) ->
            type.equals(mediaType)
                && (wanted.isUsual()
                    ? !blob.annotations().containsKey(LEVEL)
                    : String.valueOf(wanted.level()).equals(blob.annotations().get(LEVEL))));
  }

  private Optional<Descriptor> compressed(DiffId diffId, BiPredicate<Descriptor, String> wanted)
      throws IOException {
    for (Descriptor blob : records.find(diffId).blobs()) {
      if (content.has(blob.digest())) {
        String type =
            switch (compression(blob.digest())) {
              case GZIP -> MediaTypes.OCI_LAYER_GZIP;
              case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
              case NONE, BZIP2, XZ -> "";
            };
        if (!type.isEmpty() && wanted.test(blob, type)) {
          return Optional.of(Descriptor.of(type, blob.digest(), blob.size()));
        }
      }
    }
    return Optional.empty();
  }

  /** Notes a blob that was made here; a level that is not the usual one is noted with it. */
  void registerMade(DiffId diffId, Descriptor made, LayerCompression with) throws IOException {
    Map<String, String> level = Map.of(LEVEL, String.valueOf(with.level()));
    register(diffId, with.isUsual() ? made : made.withAnnotations(level));
  }

  private Compression compression(Digest digest) throws IOException {
    try (InputStream in = Files.newInputStream(content.path(digest))) {
      return Compression.of(in.readNBytes(6));
    }
  }

  void register(DiffId diffId, Descriptor blob) throws IOException {
    if (!blob.digest().equals(diffId.digest())) {
      StoreLock lock = records.lock(diffId);
      try (lock) {
        records.update(diffId, record -> record.withBlob(blob));
      }
    }
  }

  /**
   * @param inflaters processes for large ones
   * @param reader is given the tar meanwhile, and must do nothing for good with it: whether these
   *     are the right bytes shows at the end
   */
  DiffId ingest(
      InputStream in,
      Descriptor descriptor,
      Supplier<Optional<NativeInflater>> inflaters,
      Reader reader)
      throws IOException {
    try (BlobWriter blob = content.write()) {
      TeeInput tee = new TeeInput(in, blob, descriptor.size());
      DiffId diffId;
      try (InputStream plain = decompress(tee, descriptor.size(), inflaters)) {
        HashingInput tar = new HashingInput(plain);
        reader.read(tar);
        copy(tar, OutputStream.nullOutputStream());
        diffId = new DiffId(tar.digest());
      } catch (IOException e) {
        throw cause(tee, e);
      }
      copy(tee, OutputStream.nullOutputStream()); // what follows the compressed data counts too
      blob.commit(descriptor.digest(), descriptor.size());
      register(diffId, descriptor);
      return diffId;
    }
  }

  /** Large ones on a core of their own. The blob stays open. */
  private static InputStream decompress(
      InputStream blob, long size, Supplier<Optional<NativeInflater>> inflaters)
      throws IOException {
    InputStream kept = new KeptOpen(blob);
    return size < LARGE
        ? Compression.decompress(kept)
        : new ReadAhead(Compression.decompress(kept, inflaters));
  }

  /** What was damaged on its way is known as such only to who reads it to its end. */
  private static IOException cause(TeeInput rest, IOException failure) {
    if (rest.hasFailed()) {
      return failure;
    }
    try {
      copy(rest, OutputStream.nullOutputStream());
      return failure;
    } catch (IOException cause) {
      cause.addSuppressed(failure);
      return cause;
    }
  }

  static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
    }
  }

  interface Reader {
    void read(InputStream tar) throws IOException;
  }
}
