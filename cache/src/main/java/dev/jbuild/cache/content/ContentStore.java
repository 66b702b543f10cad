package dev.jbuild.cache.content;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.TemporaryArea;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Bytes by their digest, in files {@code blobs/<algorithm>/<hex>} as in an OCI image layout. Any
 * number of processes and threads may read and write without a lock: a blob is written to a
 * temporary file and renamed, so it is there as a whole or not at all, and who writes the same
 * content twice replaces equal by equal. Every read is verified; a damaged file is moved to {@code
 * damaged/}, reported, and missing from then on.
 */
public final class ContentStore {
  private final Path blobs;
  private final Path damaged;
  private final TemporaryArea temporary;
  private final StoreDirectory directory;

  public ContentStore(StoreDirectory directory) {
    this.blobs = directory.resolve("blobs");
    this.damaged = directory.resolve("damaged");
    this.temporary = directory.temporary();
    this.directory = directory;
  }

  /** Whether the blob is there; if so, it stays while this process has the store open. */
  public boolean has(Digest digest) {
    try {
      return directory.use(path(digest));
    } catch (IOException e) {
      throw new UncheckedIOException("look for blob " + digest, e);
    }
  }

  /** Where the blob is or would be. Reading the file directly skips the verification. */
  public Path path(Digest digest) {
    return blobs.resolve(digest.algorithm()).resolve(digest.hex());
  }

  /**
   * The size in bytes.
   *
   * @throws MissingBlobException when there is no such blob
   */
  public long size(Digest digest) throws IOException {
    return attributes(digest).size();
  }

  /**
   * Reads a blob. The bytes are verified at the end of the stream, so they can be trusted only when
   * reading has reached it.
   *
   * @throws MissingBlobException when there is no such blob
   */
  public InputStream open(Digest digest) throws IOException {
    directory.use(path(digest));
    return openOnce(digest);
  }

  /** Opens a blob that something keeps in the store that this process uses. */
  private InputStream openOnce(Digest digest) throws IOException {
    Object identity = identity(digest);
    SeekableByteChannel channel;
    try {
      channel = Files.newByteChannel(path(digest));
    } catch (NoSuchFileException e) {
      throw new MissingBlobException(digest, e);
    }
    return new VerifyingStream(
        Channels.newInputStream(channel), digest, () -> moveAside(digest, identity));
  }

  /**
   * All bytes of a small blob.
   *
   * @throws MissingBlobException when there is no such blob
   * @throws DamagedBlobException when its bytes are wrong
   */
  public byte[] read(Digest digest) throws IOException {
    try (InputStream in = openOnce(digest)) {
      return in.readAllBytes();
    }
  }

  /**
   * Reads a blob only to see that it is sound.
   *
   * @throws MissingBlobException when there is no such blob
   * @throws DamagedBlobException when its bytes are wrong
   */
  public void verify(Digest digest) throws IOException {
    try (InputStream in = openOnce(digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Stores a small blob; it survives a power loss when this returns. */
  public Digest put(byte[] content) throws IOException {
    return put(content, true);
  }

  /**
   * Stores a small blob that can be made again: a power loss may lose it or leave a damaged one,
   * which the next read finds out.
   */
  public Digest putRenewable(byte[] content) throws IOException {
    return put(content, false);
  }

  private Digest put(byte[] content, boolean durable) throws IOException {
    Digest digest = Digest.sha256(content);
    if (!hasSized(digest, content.length)) {
      temporary.replace(path(digest), content, durable);
    }
    return digest;
  }

  /** Begins a blob whose bytes are streamed. */
  public BlobWriter write() throws IOException {
    return new BlobWriter(this, temporary.newPath("blob"));
  }

  /** Removes a blob; tells whether it was there. */
  public boolean delete(Digest digest) throws IOException {
    return Files.deleteIfExists(path(digest));
  }

  /** Gives the finished {@code file} its place. */
  void install(Path file, Digest digest, long size) throws IOException {
    if (hasSized(digest, size)) {
      Files.delete(file);
    } else {
      Files.move(file, path(digest), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** A file of another size is damaged for certain, and is replaced then. */
  private boolean hasSized(Digest digest, long size) throws IOException {
    try {
      return attributes(digest).size() == size && directory.use(path(digest));
    } catch (MissingBlobException e) {
      return false;
    }
  }

  private BasicFileAttributes attributes(Digest digest) throws IOException {
    try {
      return Files.readAttributes(path(digest), BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new MissingBlobException(digest, e);
    }
  }

  private Object identity(Digest digest) throws IOException {
    BasicFileAttributes attributes = attributes(digest);
    return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
  }

  private DamagedBlobException moveAside(Digest digest, Object identity) throws IOException {
    DamagedBlobException damage = new DamagedBlobException(digest);
    try {
      // Another process may have found the same damage and put a good file there since.
      if (identity(digest).equals(identity)) {
        Path aside = damaged.resolve(digest.algorithm() + "-" + digest.hex());
        Files.createDirectories(damaged);
        Files.move(path(digest), aside, StandardCopyOption.ATOMIC_MOVE);
        directory.warn(
            "blob " + digest + " was damaged; moved to " + aside + " and treated as missing");
      }
    } catch (MissingBlobException | NoSuchFileException e) {
      damage.addSuppressed(e);
    }
    return damage;
  }
}
