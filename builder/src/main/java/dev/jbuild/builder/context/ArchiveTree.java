package dev.jbuild.builder.context;

import dev.jbuild.cache.tree.SymbolicLinks;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of an archive of files as if it had been unpacked into an empty directory: later
 * entries replace earlier ones, links on the way are followed inside the root, and directories that
 * no entry makes are 0755 and 0:0. The contents are spooled.
 */
final class ArchiveTree implements LayerSink {
  private static final Comparator<String> BY_BYTES =
      Comparator.comparing(FileName::encode, Arrays::compareUnsigned);

  /** A directory that nobody has described; its time is one that any build gives. */
  private static final SourceEntry IMPLIED =
      new SourceEntry.Directory(Attributes.of(0755, 0, 0, Instant.EPOCH));

  /** Linux allows 4096 bytes with the NUL at the end (PATH_MAX). */
  private static final int MAX_PATH = 4095;

  /** The content of a regular file. */
  record StoredFile(Content content, Digest digest) {}

  private final Spool spool;
  private final Map<String, SourceEntry> entries = new HashMap<>(Map.of("", IMPLIED));
  private final Map<String, StoredFile> files = new HashMap<>();
  private final Map<String, SortedSet<String>> names = new HashMap<>();

  ArchiveTree(Spool spool) {
    this.spool = spool;
  }

  Optional<SourceEntry> find(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  /** The latest time that an entry states. */
  Optional<Instant> newest() {
    return entries.values().stream()
        .filter(entry -> entry != IMPLIED)
        .map(entry -> entry.attributes().mtime())
        .max(Comparator.naturalOrder());
  }

  List<String> names(String directory) {
    SortedSet<String> children = names.get(directory);
    return children == null ? List.of() : List.copyOf(children);
  }

  StoredFile file(String path) throws NoSuchFileException {
    StoredFile file = files.get(path);
    if (file == null) {
      throw new NoSuchFileException("/" + path);
    }
    return file;
  }

  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    String path = place(entry.path());
    switch (entry) {
      case LayerEntry.Directory directory ->
          put(path, new SourceEntry.Directory(attributes(directory.attributes())), null);
      case LayerEntry.RegularFile file -> {
        Attributes attributes = attributes(file.attributes());
        put(path, new SourceEntry.RegularFile(attributes, file.size(), null), store(content));
      }
      case LayerEntry.Symlink link ->
          put(path, new SourceEntry.Symlink(attributes(link.attributes()), link.target()), null);
      case LayerEntry.Device device -> {
        Attributes attributes = attributes(device.attributes());
        put(
            path,
            new SourceEntry.Device(attributes, device.block(), device.major(), device.minor()),
            null);
      }
      case LayerEntry.Fifo fifo ->
          put(path, new SourceEntry.Fifo(attributes(fifo.attributes())), null);
      case LayerEntry.HardLink link -> link(path, place(link.target()));
      case LayerEntry.Whiteout whiteout -> throw notAnArchive(path);
      case LayerEntry.Opaque opaque -> throw notAnArchive(path);
    }
  }

  private static ContextException notAnArchive(String path) {
    return new ContextException("an archive of files has no whiteouts: /" + path);
  }

  private static Attributes attributes(Attributes original) {
    return original.withMtime(original.mtime().truncatedTo(ChronoUnit.SECONDS));
  }

  private StoredFile store(InputStream content) throws IOException {
    MessageDigest sha256 = Digest.newSha256();
    Content kept = spool.keep(new DigestInputStream(content, sha256));
    return new StoredFile(kept, Digest.ofSha256(sha256));
  }

  /** Where an entry of that path goes; the last name is not followed. */
  private String place(String path) throws IOException {
    if (FileName.encode(path).length > MAX_PATH) {
      throw new ContextException(
          "the archive has a name of more than " + MAX_PATH + " bytes: " + path.substring(0, 80));
    }
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return path;
    }
    SymbolicLinks links = this::linkTarget;
    String parent = links.resolve(path.substring(0, slash));
    return SourcePaths.child(parent, path.substring(slash + 1));
  }

  private @Nullable String linkTarget(String path) {
    return entries.get(path) instanceof SourceEntry.Symlink link ? link.target() : null;
  }

  private void put(String path, SourceEntry entry, @Nullable StoredFile file) throws IOException {
    if (path.isEmpty() && !(entry instanceof SourceEntry.Directory)) {
      throw new ContextException("the archive has a file in the place of its root");
    }
    boolean merged =
        entry instanceof SourceEntry.Directory
            && entries.get(path) instanceof SourceEntry.Directory;
    if (!merged) {
      remove(path);
      enter(path);
    }
    entries.put(path, entry);
    if (file != null) {
      files.put(path, file);
    }
  }

  /** Takes away what is there, with all below it. */
  private void remove(String path) {
    SortedSet<String> below = names.remove(path);
    if (below != null) {
      below.forEach(name -> remove(SourcePaths.child(path, name)));
    }
    entries.remove(path);
    files.remove(path);
  }

  /** Makes a path a name of its directory, and what is missing of that. */
  private void enter(String path) throws ContextException {
    if (path.isEmpty()) {
      return;
    }
    String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    SourceEntry there = entries.get(parent);
    if (there == null) {
      enter(parent);
      entries.put(parent, IMPLIED);
    } else if (!(there instanceof SourceEntry.Directory)) {
      throw new ContextException(
          "the archive puts " + path + " into /" + parent + ", which is a file");
    }
    names.computeIfAbsent(parent, directory -> new TreeSet<>(BY_BYTES)).add(SourcePaths.name(path));
  }

  private void link(String path, String target) throws IOException {
    SourceEntry there = entries.get(target);
    if (there == null || there instanceof SourceEntry.Directory) {
      throw new ContextException(
          "the hard link " + path + " leads to /" + target + ", which is no file of the archive");
    }
    if (path.equals(target)) {
      return;
    }
    if (there instanceof SourceEntry.RegularFile file) {
      Object mark = file.link() == null ? new Object() : file.link();
      SourceEntry marked = new SourceEntry.RegularFile(file.attributes(), file.size(), mark);
      entries.put(target, marked);
      put(path, marked, file(target));
    } else {
      put(path, there, null);
    }
  }
}
