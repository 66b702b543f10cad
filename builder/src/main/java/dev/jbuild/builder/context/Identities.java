package dev.jbuild.builder.context;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.FileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;

/** Makes the identities of {@link SourceView#identity} for contexts. */
final class Identities {
  private final ReadableSource files;
  private final Contents contents;

  /** Knows the SHA-256 of regular files. */
  @FunctionalInterface
  interface Contents {
    Digest of(String path) throws IOException;
  }

  Identities(ReadableSource files, Contents contents) {
    this.files = files;
    this.contents = contents;
  }

  Digest of(String path) throws IOException {
    SourceEntry entry = entry(path);
    if (!(entry instanceof SourceEntry.Directory)) {
      return Digest.sha256(line(path, entry).getBytes(StandardCharsets.UTF_8));
    }
    MessageDigest sha256 = Digest.newSha256();
    for (String name : files.names(path)) {
      String child = SourcePaths.child(path, name);
      sha256.update(line(child, entry(child)).getBytes(StandardCharsets.UTF_8));
      sha256.update(FileName.encode(name));
      sha256.update((byte) 0);
    }
    return Digest.ofSha256(sha256);
  }

  private SourceEntry entry(String path) throws IOException {
    return files.find(path).orElseThrow(() -> new NoSuchFileException("/" + path));
  }

  private String line(String path, SourceEntry entry) throws IOException {
    String what =
        switch (entry) {
          case SourceEntry.Directory directory -> "directory " + of(path);
          case SourceEntry.RegularFile file -> "file " + contents.of(path);
          case SourceEntry.Symlink link -> "link " + Digest.sha256(FileName.encode(link.target()));
          case SourceEntry.Device device ->
              (device.block() ? "block " : "char ") + device.major() + ":" + device.minor();
          case SourceEntry.Fifo fifo -> "fifo";
        };
    return Integer.toOctalString(entry.attributes().mode())
        + " "
        + what
        + " "
        + more(entry.attributes());
  }

  /** Files of a directory have neither owners nor extended attributes here, and most tars none. */
  private static String more(Attributes attributes) {
    boolean owned = attributes.uid() != 0 || attributes.gid() != 0;
    StringBuilder text = new StringBuilder();
    if (owned) {
      text.append(attributes.uid()).append(':').append(attributes.gid()).append(' ');
    }
    attributes
        .xattrs()
        .forEach(
            (name, value) -> text.append(name.length()).append(name).append(value).append(' '));
    return text.toString();
  }
}
