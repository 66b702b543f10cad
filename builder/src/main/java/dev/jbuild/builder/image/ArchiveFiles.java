package dev.jbuild.builder.image;

import dev.jbuild.cache.layer.Compression;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of an image archive by their names. They come in any order and a pipe cannot be read
 * twice, so all are unpacked first. On the disk they get numbers for names, so that no name in the
 * archive can lead anywhere else.
 */
final class ArchiveFiles {
  private static final int MAX_LINKS = 8;
  private static final int BUFFER = 128 * 1024;

  private final Path directory;
  private final Map<String, ArchiveFile> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  private int unpacked;

  private ArchiveFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads a tar, compressed or not, to its end.
   *
   * @param directory is there, is empty, and stays as long as the files are wanted
   */
  static ArchiveFiles unpack(InputStream archive, Path directory) throws IOException {
    ArchiveFiles files = new ArchiveFiles(directory);
    TarArchiveInputStream tar =
        reading(() -> new TarArchiveInputStream(Compression.decompress(archive), "UTF-8"));
    for (TarArchiveEntry entry = reading(tar::getNextEntry);
        entry != null;
        entry = reading(tar::getNextEntry)) {
      files.add(entry, tar);
    }
    return files;
  }

  @FunctionalInterface
  private interface Reading<T extends @Nullable Object> {
    T read() throws IOException;
  }

  /** Tells failures of what is read from those of the disk that is written to. */
  private static <T extends @Nullable Object> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new ArchiveException(
          "it is no tar archive, is damaged or was cut off: " + e.getMessage(), e);
    }
  }

  private void add(TarArchiveEntry entry, InputStream content) throws IOException {
    if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      throw new ArchiveException(
          entry.getName() + " is neither a file nor a directory, which no image archive has");
    }
    if (entry.isSymbolicLink()) {
      String name = clean(entry.getName());
      links.put(name, clean(parent(name) + entry.getLinkName()));
    } else if (entry.isLink()) {
      links.put(clean(entry.getName()), clean(entry.getLinkName()));
    } else if (!entry.isDirectory()) {
      String name = clean(entry.getName());
      files.put(name, unpack(name, content));
    }
  }

  private ArchiveFile unpack(String name, InputStream content) throws IOException {
    Path path = directory.resolve(Integer.toString(unpacked++));
    MessageDigest sha256 = Digest.newSha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(path)) {
      for (int count = reading(() -> content.read(buffer));
          count >= 0;
          count = reading(() -> content.read(buffer))) {
        sha256.update(buffer, 0, count);
        out.write(buffer, 0, count);
        size += count;
      }
    }
    return new ArchiveFile(name, path, Digest.ofSha256(sha256), size);
  }

  private static String parent(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  /** Docker's old archives have links such as {@code ../<other>/layer.tar}; none leads outside. */
  private static String clean(String name) throws ArchiveException {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          throw new ArchiveException("the name " + name + " leads outside of the archive");
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (name.startsWith("/") || parts.isEmpty()) {
      throw new ArchiveException("the name \"" + name + "\" is none for a file of an archive");
    }
    return String.join("/", parts);
  }

  Optional<ArchiveFile> find(String name) throws ArchiveException {
    String target = clean(name);
    for (int i = 0; i < MAX_LINKS && links.containsKey(target); i++) {
      target = links.getOrDefault(target, target);
    }
    return Optional.ofNullable(files.get(target));
  }

  ArchiveFile get(String name) throws ArchiveException {
    return find(name)
        .orElseThrow(
            () -> new ArchiveException("it lacks " + name + ", so it is damaged or was cut off"));
  }

  /** The blob of an OCI image layout, if it has its digest. */
  ArchiveFile blob(Digest digest) throws IOException {
    ArchiveFile file = get("blobs/" + digest.algorithm() + "/" + digest.hex());
    if (!file.has(digest)) {
      throw new ArchiveException("its blob " + digest + " is damaged");
    }
    return file;
  }
}
