package dev.jbuild.cache.action;

import dev.jbuild.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a build is filed under.
 *
 * @param micros when it began, in microseconds since 1970
 * @param subject 16 hexadecimal digits that stand for what is built
 * @param id 12 hexadecimal digits of its own, by which people name it
 */
public record BuildName(long micros, String subject, String id) implements Comparable<BuildName> {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{16})-([0-9a-f]{16})-([0-9a-f]{12})\\..*");

  public BuildName {
    if (!FORM.matcher(text(micros, subject, id) + ".").matches()) {
      throw new IllegalArgumentException("not the name of a build: " + micros + subject + id);
    }
  }

  /** The name of a build that begins now; the same process never gives it again. */
  public static BuildName of(long micros, Digest subject) {
    String unique = micros + " " + System.nanoTime() + " " + ProcessHandle.current().pid();
    String id = Digest.sha256(unique.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
    return new BuildName(micros, word(subject), id);
  }

  /** What stands for a subject in names. */
  public static String word(Digest subject) {
    return subject.hex().substring(0, 16);
  }

  /** The build that a file belongs to. */
  static Optional<BuildName> ofFile(String file) {
    Matcher form = FORM.matcher(file);
    return form.matches()
        ? Optional.of(new BuildName(Long.parseLong(form.group(1)), form.group(2), form.group(3)))
        : Optional.empty();
  }

  private static String text(long micros, String subject, String id) {
    String digits = String.valueOf(micros);
    return "0".repeat(Math.max(0, 16 - digits.length())) + digits + "-" + subject + "-" + id;
  }

  /** The older one first. */
  @Override
  public int compareTo(BuildName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return text(micros, subject, id);
  }
}
