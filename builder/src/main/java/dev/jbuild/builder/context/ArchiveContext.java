package dev.jbuild.builder.context;

import dev.jbuild.cache.layer.TarException;
import dev.jbuild.cache.layer.TarReader;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of an archive or of a commit as a build context: the contents are in one temporary
 * file, and owners, modes and times count. There is no ignore file, as with docker.
 */
final class ArchiveContext implements BuildContext {
  private final String description;
  private final Path directory;
  private final Spool spool;
  private final ArchiveTree tree;
  private final @Nullable Revision revision;

  private ArchiveContext(
      String description,
      Path directory,
      Spool spool,
      ArchiveTree tree,
      @Nullable Revision revision) {
    this.description = description;
    this.directory = directory;
    this.spool = spool;
    this.tree = tree;
    this.revision = revision;
  }

  /**
   * Reads a tar to its end; it may be compressed.
   *
   * @param description what messages call it
   * @param directory an empty temporary directory, which is gone when the context is closed
   * @throws ContextException when it is damaged, or says what cannot be
   */
  static ArchiveContext read(InputStream tar, String description, Path directory)
      throws IOException {
    return fill(
        description,
        directory,
        sink -> {
          try {
            TarReader.ofArchive(new ReadableInput(tar, description)).writeTo(sink);
          } catch (TarException e) {
            throw new ContextException(description + ": " + e.getMessage(), e);
          }
        });
  }

  /** As {@link #read}, from what gives the entries of an archive. */
  static ArchiveContext fill(String description, Path directory, LayerSource entries)
      throws IOException {
    Spool spool = new Spool(directory.resolve("spool"));
    ArchiveTree tree = new ArchiveTree(spool);
    ArchiveContext context = new ArchiveContext(description, directory, spool, tree, null);
    try {
      entries.writeTo(tree);
      return context;
    } catch (IOException e) {
      context.close();
      throw e;
    }
  }

  /** The same files, of which it is known what they were; only one of both is closed. */
  ArchiveContext withRevision(Revision value) {
    return new ArchiveContext(description, directory, spool, tree, value);
  }

  @Override
  public Optional<Revision> revision() {
    return Optional.ofNullable(revision);
  }

  @Override
  public Optional<SourceEntry> find(String path) {
    return tree.find(path);
  }

  @Override
  public List<String> names(String directory) {
    return tree.names(directory);
  }

  @Override
  public Digest identity(String path) throws IOException {
    return new Identities(this, file -> tree.file(file).digest()).of(path);
  }

  @Override
  public InputStream open(String path) throws IOException {
    return tree.file(path).content().open();
  }

  @Override
  public Optional<Instant> newest() {
    return tree.newest();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() throws IOException {
    spool.close();
    Files.deleteIfExists(directory);
  }
}
