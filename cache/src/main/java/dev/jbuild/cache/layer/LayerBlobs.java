package dev.jbuild.cache.layer;

import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The blobs of layers: the tar itself, whose digest is the diffID, and compressed ones. */
final class LayerBlobs {
  private static final int BUFFER = 128 * 1024;

  /** The annotation of a record's blob that says how hard it was compressed. */
  private static final String LEVEL = "level";

  private final ContentStore content;
  private final LayerRecords records;

  LayerBlobs(ContentStore content, LayerRecords records) {
    this.content = content;
    this.records = records;
  }

  boolean has(DiffId diffId) throws IOException {
    return content.has(diffId.digest()) || blob(diffId).isPresent();
  }

  private Optional<Descriptor> blob(DiffId diffId) throws IOException {
    return records.find(diffId).blobs().stream()
        .filter(blob -> content.has(blob.digest()))
        .findFirst();
  }

  /**
   * Gives the uncompressed tar to {@code reader} and sees that it came from a sound blob.
   *
   * @return false when no blob has the layer
   */
  boolean readTar(DiffId diffId, Reader reader) throws IOException {
    Digest digest = diffId.digest();
    if (!content.has(digest)) {
      Optional<Descriptor> blob = blob(diffId);
      if (blob.isEmpty()) {
        return false;
      }
      digest = blob.get().digest();
    }
    try (InputStream in = content.open(digest)) {
      reader.read(Compression.decompress(in));
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
   * @param reader is given the tar meanwhile, and must do nothing for good with it: whether these
   *     are the right bytes shows at the end
   */
  DiffId ingest(InputStream in, Descriptor descriptor, Reader reader) throws IOException {
    try (BlobWriter blob = content.write()) {
      TeeInput tee = new TeeInput(in, blob, descriptor.size());
      DiffId diffId;
      try {
        HashingInput tar = new HashingInput(Compression.decompress(tee));
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
