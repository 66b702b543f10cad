package dev.jbuild.builder.ops;

import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code user[:group]} into ids with the /etc/passwd and /etc/group of a file system. As with
 * docker, a user without a group brings its own group, a number alone is both ids, and an unknown
 * name is 0.
 */
final class Owners {
  private static final long MAX_ID = 0xFFFF_FFFFL;

  /** Reads a small text file of the file system; null when there is none. */
  @FunctionalInterface
  interface Files {
    @Nullable String read(String path) throws IOException;
  }

  private final Files files;

  Owners(Files files) {
    this.files = files;
  }

  Ownership resolve(String text) throws IOException {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    Ownership owner = user(user);
    return colon < 0 ? owner : new Ownership(owner.uid(), group(text.substring(colon + 1)));
  }

  private Ownership user(String user) throws IOException {
    Long number = number(user);
    if (number != null) {
      return new Ownership(number, number);
    }
    String[] entry = entry("etc/passwd", fields -> fields[0].equals(user));
    Long uid = entry == null || entry.length < 4 ? null : number(entry[2]);
    Long gid = entry == null || entry.length < 4 ? null : number(entry[3]);
    return uid == null || gid == null ? Ownership.ROOT : new Ownership(uid, gid);
  }

  private long group(String group) throws IOException {
    Long number = number(group);
    if (number != null) {
      return number;
    }
    String[] entry = entry("etc/group", fields -> fields[0].equals(group));
    Long gid = entry == null || entry.length < 3 ? null : number(entry[2]);
    return gid == null ? 0 : gid;
  }

  private String @Nullable [] entry(String file, Predicate<String[]> wanted) throws IOException {
    String text = files.read(file);
    if (text == null) {
      return null;
    }
    return text.lines()
        .map(line -> line.strip().split(":", -1))
        .filter(wanted)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Long number(String text) {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(Character::isDigit)) {
      return null;
    }
    long number = Long.parseLong(text);
    return number > MAX_ID ? null : number;
  }

  /** Whether the ids can be told without looking into any file. */
  static boolean isNumeric(String text) {
    for (String part : text.split(":", -1)) {
      if (number(part) == null) {
        return false;
      }
    }
    return true;
  }
}
