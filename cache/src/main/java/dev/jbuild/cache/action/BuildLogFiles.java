package dev.jbuild.cache.action;

import dev.jbuild.cache.disk.StoreDirectory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The logs of builds: {@code builds/<name>.done.json}, or {@code .failed.json} when not all steps
 * were done, and beside it {@code <name>.log.gz} when steps wrote something. Logs only tell: one
 * that is lost or damaged changes no build, so none is forced to the disk.
 */
public final class BuildLogFiles {
  private static final String DONE = ".done.json";
  private static final String FAILED = ".failed.json";
  private static final String OUTPUT = ".log.gz";

  private final StoreDirectory directory;
  private final Path builds;
  private final Bounds bounds;

  /**
   * How much is kept.
   *
   * @param builds the youngest ones
   * @param older of what is built, and not among those, the two last whose steps were all done
   * @param outputBytes of what steps wrote
   */
  public record Bounds(int builds, int older, long outputBytes) {
    public static final Bounds USUAL = new Bounds(256, 256, 512 << 20);
  }

  /** A log that there is. */
  public record Entry(BuildName name, boolean done) {}

  public BuildLogFiles(StoreDirectory directory) {
    this(directory, Bounds.USUAL);
  }

  BuildLogFiles(StoreDirectory directory, Bounds bounds) {
    this.directory = directory;
    this.builds = directory.resolve("builds");
    this.bounds = bounds;
  }

  /** Keeps the log of a build that has ended, and removes what is too much by it. */
  public void put(BuildName name, boolean done, byte[] log) throws IOException {
    directory.temporary().replace(file(new Entry(name, done)), log, false);
    keepWithin(bounds);
  }

  /** Makes the file for what the steps of a build write. */
  public OutputStream newOutput(BuildName name) throws IOException {
    // Not a channel, which an interrupt of the thread that writes would close.
    return new FileOutputStream(output(name).toFile());
  }

  /** What the steps of a build wrote; empty when that is nothing or was removed. */
  public Optional<InputStream> openOutput(BuildName name) throws IOException {
    try {
      return Optional.of(Files.newInputStream(output(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  public Optional<byte[]> read(Entry entry) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file(entry)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** All logs, the youngest first. */
  public List<Entry> entries() throws IOException {
    return entries(files());
  }

  private static List<Entry> entries(List<Path> files) {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      String text = file.getFileName().toString();
      if (text.endsWith(DONE) || text.endsWith(FAILED)) {
        BuildName.ofFile(text).ifPresent(name -> entries.add(new Entry(name, text.endsWith(DONE))));
      }
    }
    entries.sort(Comparator.comparing(Entry::name).reversed());
    return entries;
  }

  /** What was removed. */
  public record Removed(int logs, long bytes) {}

  /** Removes all that was last written before a time. */
  public Removed removeBefore(FileTime time) throws IOException {
    int logs = 0;
    long bytes = 0;
    for (Path file : files()) {
      Optional<Long> removed = removeBefore(file, time);
      if (removed.isPresent()) {
        bytes += removed.get();
        logs += file.toString().endsWith(OUTPUT) ? 0 : 1;
      }
    }
    return new Removed(logs, bytes);
  }

  private static Optional<Long> removeBefore(Path file, FileTime time) throws IOException {
    try {
      long size = Files.size(file);
      boolean old = Files.getLastModifiedTime(file).compareTo(time) < 0;
      return old && Files.deleteIfExists(file) ? Optional.of(size) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // another process was faster
    }
  }

  private void keepWithin(Bounds kept) throws IOException {
    List<Path> files = files();
    List<Entry> entries = entries(files);
    if (entries.isEmpty()) {
      return; // another process removed them all
    }
    for (Entry entry : tooMany(entries, kept)) {
      Files.deleteIfExists(file(entry));
    }
    Set<BuildName> young = new HashSet<>();
    entries.stream().limit(kept.builds()).forEach(entry -> young.add(entry.name()));
    BuildName oldest = entries.get(Math.min(kept.builds(), entries.size()) - 1).name();
    long bytes = 0;
    for (Path file : files.stream().sorted(Comparator.reverseOrder()).toList()) {
      Optional<BuildName> name = BuildName.ofFile(file.getFileName().toString());
      if (file.toString().endsWith(OUTPUT) && name.isPresent()) {
        bytes += Files.exists(file) ? Files.size(file) : 0;
        // One that is younger and has no log yet is that of a build that goes on.
        boolean wanted = young.contains(name.get()) || name.get().compareTo(oldest) > 0;
        if (!wanted || bytes > kept.outputBytes()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static List<Entry> tooMany(List<Entry> entries, Bounds kept) {
    Map<String, Integer> done = new HashMap<>();
    List<Entry> removed = new ArrayList<>();
    int number = 0;
    int older = 0;
    for (Entry entry : entries) {
      int same = entry.done() ? done.merge(entry.name().subject(), 1, Integer::sum) : 3;
      if (number++ >= kept.builds() && (same > 2 || ++older > kept.older())) {
        removed.add(entry);
      }
    }
    return removed;
  }

  private List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(builds)) {
      files.forEach(all::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return all;
  }

  private Path file(Entry entry) {
    return builds.resolve(entry.name() + (entry.done() ? DONE : FAILED));
  }

  private Path output(BuildName name) {
    return builds.resolve(name + OUTPUT);
  }
}
