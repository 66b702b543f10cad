package dev.jbuild.cache.layer;

import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.tree.TreeEdit;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.KnownInput;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes a layer of entries in one pass: each file's content is read once and goes through its own
 * hash, for the tree, into the tar and, in another thread, the hash of that. Closing it without
 * {@link #finish} discards the layer. For one thread.
 */
public final class LayerWriter implements LayerSink, AutoCloseable {
  private final TreeEdit edit;
  private final Instant latest;
  private final @Nullable BlobWriter blob;
  private final Commit commit;
  private final HashingOutput hashing;
  private final BackgroundOutput background;
  private final TarWriter tar;
  private final MessageDigest contentHash = Digest.newSha256();

  /** Stores a finished tar and gives its digest. */
  @FunctionalInterface
  interface Commit {
    Digest store(BlobWriter tar) throws IOException;
  }

  /**
   * @param blob takes the tar; null when nobody keeps it
   * @param latest the time of everything that was changed later
   */
  LayerWriter(TreeEdit edit, @Nullable BlobWriter blob, Commit commit, Instant latest) {
    this.edit = edit;
    this.latest = latest;
    this.blob = blob;
    this.commit = commit;
    // With a blob the tar is hashed by its writer already.
    this.hashing = new HashingOutput(OutputStream.nullOutputStream());
    this.background = new BackgroundOutput(blob == null ? hashing : blob);
    this.tar = new TarWriter(background);
  }

  /**
   * Adds an entry, in {@link LayerEntry#ORDER}.
   *
   * @throws IllegalArgumentException when it is out of order
   * @throws IOException also when a layer cannot express the entry, or the content has another
   *     length than was said
   */
  @Override
  public void add(LayerEntry given, InputStream content) throws IOException {
    LayerEntry entry = notAfter(given, latest);
    if (entry instanceof LayerEntry.RegularFile && content instanceof KnownInput known) {
      tar.add(entry, known);
      edit.add(entry, known.digest());
    } else if (entry instanceof LayerEntry.RegularFile) {
      contentHash.reset();
      tar.add(entry, new DigestInputStream(content, contentHash));
      edit.add(entry, Digest.ofSha256(contentHash));
    } else {
      tar.add(entry, content);
      edit.add(entry, (Digest) null);
    }
  }

  private static LayerEntry notAfter(LayerEntry entry, Instant latest) {
    return switch (entry) {
      case LayerEntry.Directory it ->
          new LayerEntry.Directory(it.path(), it.attributes().notAfter(latest));
      case LayerEntry.RegularFile it ->
          new LayerEntry.RegularFile(it.path(), it.attributes().notAfter(latest), it.size());
      case LayerEntry.Symlink it ->
          new LayerEntry.Symlink(it.path(), it.attributes().notAfter(latest), it.target());
      case LayerEntry.Device it ->
          new LayerEntry.Device(
              it.path(), it.attributes().notAfter(latest), it.block(), it.major(), it.minor());
      case LayerEntry.Fifo it -> new LayerEntry.Fifo(it.path(), it.attributes().notAfter(latest));
      case LayerEntry.HardLink it -> it;
      case LayerEntry.Whiteout it -> it;
      case LayerEntry.Opaque it -> it;
    };
  }

  /** Ends the layer and stores what is kept of it. */
  public NewLayer finish() throws IOException {
    tar.finish();
    background.finish();
    Digest digest = blob == null ? hashing.digest() : commit.store(blob);
    long size = blob == null ? hashing.size() : blob.size();
    return new NewLayer(new DiffId(digest), size, edit.finish(), tar.isEmpty());
  }

  @Override
  public void close() throws IOException {
    background.close();
    if (blob != null) {
      blob.close();
    }
  }
}
