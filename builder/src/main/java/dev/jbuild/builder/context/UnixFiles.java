package dev.jbuild.builder.context;

import dev.jbuild.cache.index.FileStamp;
import dev.jbuild.oci.layer.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what Unix knows of a file. */
final class UnixFiles {
  private static final int TYPE = 0170000;
  private static final String WANTED = "unix:mode,size,lastModifiedTime,ctime,ino,dev,nlink,rdev";

  private UnixFiles() {}

  /** What is at a path, and for a regular file what changes with its content. */
  record Seen(SourceEntry entry, @Nullable FileStamp stamp) {}

  /** What is at {@code path}, owned by 0:0; a link is not followed. */
  static Seen look(Path path) throws IOException {
    Map<String, Object> facts = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    SourceEntry entry = entry(path, facts);
    return new Seen(entry, entry instanceof SourceEntry.RegularFile ? stamp(facts) : null);
  }

  private static FileStamp stamp(Map<String, Object> facts) {
    return new FileStamp(
        fact(facts, "size", Long.class),
        fact(facts, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS),
        fact(facts, "ctime", FileTime.class).to(TimeUnit.NANOSECONDS),
        fact(facts, "ino", Long.class),
        fact(facts, "dev", Long.class));
  }

  private static SourceEntry entry(Path path, Map<String, Object> facts) throws IOException {
    int mode = fact(facts, "mode", Integer.class);
    Instant mtime = fact(facts, "lastModifiedTime", FileTime.class).toInstant();
    Attributes attributes =
        Attributes.of(mode & 07777, 0, 0, mtime.truncatedTo(ChronoUnit.SECONDS));
    return switch (mode & TYPE) {
      case 0040000 -> new SourceEntry.Directory(attributes);
      case 0120000 -> new SourceEntry.Symlink(attributes, target(path));
      case 0010000 -> new SourceEntry.Fifo(attributes);
      case 0020000, 0060000 -> device(attributes, facts, (mode & TYPE) == 0060000);
      case 0140000 -> new SourceEntry.RegularFile(attributes, 0, null);
      case 0100000 -> {
        boolean linked = fact(facts, "nlink", Integer.class) > 1;
        List<Object> inode =
            List.of(fact(facts, "dev", Long.class), fact(facts, "ino", Long.class));
        yield new SourceEntry.RegularFile(
            attributes, fact(facts, "size", Long.class), linked ? inode : null);
      }
      default -> throw new ContextException(path + " is of a kind that images do not have");
    };
  }

  /** Link targets are bytes as names are; a relative path keeps them all in the way of a name. */
  private static String target(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    String text = target.toString();
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    StringBuilder names = new StringBuilder(target.isAbsolute() ? "/" : "");
    for (Path name : target) {
      if (names.length() > 1 || (names.length() == 1 && names.charAt(0) != '/')) {
        names.append('/');
      }
      names.append(RawNames.name(Path.of("/").resolve(name)));
    }
    return names.toString();
  }

  /** The numbers in the encoding of glibc's makedev(3). */
  private static SourceEntry device(
      Attributes attributes, Map<String, Object> facts, boolean block) {
    long number = fact(facts, "rdev", Long.class);
    int major = (int) ((number >>> 8 & 0xFFF) | (number >>> 32 & ~0xFFF));
    int minor = (int) ((number & 0xFF) | (number >>> 12 & ~0xFF));
    return new SourceEntry.Device(attributes, block, major, minor);
  }

  private static <T> T fact(Map<String, Object> facts, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(facts.get(name), name));
  }
}
