package dev.jbuild.builder.differential;

import dev.jbuild.builder.oracle.Randomly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Writes a random build context: files, modes, times, links, archives and an ignore file. */
final class RandomContext {
  static final List<String> DIRECTORIES = List.of("src", "src/sub", "docs", "docs/.dir", "empty");
  static final List<String> FILES = List.of("a.txt", "b.txt", "c.log", ".hid", "sp ace", "x].txt");
  static final List<String> LINKS = List.of("flnk", "dlnk", "broken", "abs", "up");
  static final List<String> ARCHIVES = List.of("t.tar", "t.tar.gz", "t.tar.bz2", "no.tar");

  /** What is taken back in is so for good: docker 20.10 else leaves empty directories. */
  private static final List<String> IGNORED =
      List.of("*.log", "**/*.log", "docs", "docs/*.txt\n!docs/b.txt", "src/*\n!src/sub", "?.txt");

  private static final List<Integer> MODES = List.of(0644, 0644, 0755, 0600, 0444, 04755, 0666);
  private static final List<Integer> DIRECTORY_MODES = List.of(0755, 0755, 0700, 01777, 02775);

  /** The first so many links lead somewhere; COPY of another fails. */
  private static final int WHOLE_LINKS = 2;

  private final Randomly randomly;
  private final int bits;

  /**
   * @param bits those that modes may have: docker 20.10's --chmod forgets to clear the special ones
   */
  RandomContext(Randomly randomly, int bits) {
    this.randomly = randomly;
    this.bits = bits;
  }

  void write(Path root) throws IOException {
    Files.createDirectories(root);
    for (String directory : DIRECTORIES) {
      Path path = Files.createDirectories(root.resolve(directory));
      Files.setAttribute(path, "unix:mode", randomly.one(DIRECTORY_MODES) & bits);
    }
    for (String directory : List.of("", "src", "src/sub", "docs", "docs/.dir")) {
      files(root.resolve(directory));
    }
    if (randomly.oneIn(3)) {
      Path linked = root.resolve("src/hard");
      Files.createLink(linked, Files.writeString(root.resolve("src/hard2"), "hard"));
    }
    archive(root.resolve("t.tar"), Compression.NONE);
    archive(root.resolve("t.tar.gz"), Compression.GZIP);
    archive(root.resolve("t.tar.bz2"), Compression.BZIP2);
    Files.writeString(root.resolve("no.tar"), "this is no archive\n");
    if (randomly.oneIn(4)) {
      Files.writeString(root.resolve(".dockerignore"), ignored());
    }
    times(root);
  }

  private String ignored() {
    StringBuilder text = new StringBuilder();
    do {
      text.append(randomly.one(IGNORED)).append('\n');
    } while (!randomly.oneIn(3));
    return text.toString();
  }

  private void files(Path directory) throws IOException {
    for (String name : FILES) {
      if (!randomly.oneIn(15)) {
        Path file = Files.writeString(directory.resolve(name), randomly.text());
        Files.setAttribute(file, "unix:mode", randomly.one(MODES) & bits);
      }
    }
    List<String> targets = List.of("a.txt", ".", "nowhere", "/etc/passwd", "../..");
    for (int i = 0; i < LINKS.size(); i++) {
      if (!randomly.oneIn(i < WHOLE_LINKS ? 8 : 20) == i < WHOLE_LINKS) {
        Files.createSymbolicLink(directory.resolve(LINKS.get(i)), Path.of(targets.get(i)));
      }
    }
  }

  /** Times of old, in whole seconds and not. */
  private void times(Path root) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      if (!Files.isSymbolicLink(path) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        // Both reuse a copy of the same content, whatever its time, so that has to be the same.
        int content = Files.isRegularFile(path) ? Arrays.hashCode(Files.readAllBytes(path)) : 0;
        long millis = 1_500_000_000_000L + (content & 0xffffff);
        Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
      }
    }
  }

  private enum Compression {
    NONE,
    GZIP,
    BZIP2
  }

  private void archive(Path file, Compression compression) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed =
            switch (compression) {
              case NONE -> out;
              case GZIP -> new GZIPOutputStream(out);
              case BZIP2 -> new BZip2CompressorOutputStream(out);
            };
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      entry(tar, new TarArchiveEntry("pack/"), 0710, "");
      hardLinks(tar);
      entry(tar, new TarArchiveEntry("pack/set"), 06755, "set");
      link(tar, new TarArchiveEntry("pack/soft", TarConstants.LF_SYMLINK), "one");
      if (randomly.oneIn(2)) {
        entry(tar, new TarArchiveEntry("no/parent/file"), 0600, "deep");
      }
      if (randomly.oneIn(3)) {
        entry(tar, new TarArchiveEntry("pack/one"), 0604, "again");
      }
      if (randomly.oneIn(3)) {
        entry(tar, new TarArchiveEntry("pack/pipe", TarConstants.LF_FIFO), 0622, "");
      }
    }
  }

  /** As all programs write them: the same attributes for both names. */
  private static void hardLinks(TarArchiveOutputStream tar) throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("pack/hard", TarConstants.LF_LINK);
    link.setLinkName("pack/one");
    for (TarArchiveEntry each : List.of(new TarArchiveEntry("pack/one"), link)) {
      each.setMode(0640);
      each.setUserId(1);
      each.setModTime(1_450_000_000_000L);
      tar.putArchiveEntry(each);
      tar.closeArchiveEntry();
    }
  }

  private void link(TarArchiveOutputStream tar, TarArchiveEntry entry, String target)
      throws IOException {
    entry.setLinkName(target);
    entry(tar, entry, 0777, "");
  }

  private void entry(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    entry.setMode(mode);
    entry.setUserId(randomly.below(3));
    entry.setGroupId(randomly.below(3));
    entry.setModTime(1_400_000_000_000L + 1000L * randomly.below(1_000_000));
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
