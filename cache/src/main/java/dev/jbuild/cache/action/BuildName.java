package dev.jbuild.cache.action;

import dev.jbuild.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a build is filed under.
 *
 * @param micros when it began, in microseconds since 1970
 * @param subject 16 hexadecimal digits that stand for what is built
 * @param id 12 hexadecimal digits of its own, by which people name it
 */
public record BuildName(long micros, String subject, String id) implements Comparable<BuildName> {
  private static final int MICROS_DIGITS = 16;
  private static final int SUBJECT_DIGITS = 16;
  private static final int ID_DIGITS = 12;

  private static final Comparator<BuildName> BY_AGE =
      Comparator.comparingLong(BuildName::micros)
          .thenComparing(BuildName::subject)
          .thenComparing(BuildName::id);

  public BuildName {
    if (micros < 0
        || micros >= 10_000_000_000_000_000L
        || !isHex(subject, SUBJECT_DIGITS)
        || !isHex(id, ID_DIGITS)) {
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

  /**
   * The build that a file belongs to. Every build looks at all files: no pattern is fast enough.
   */
  static Optional<BuildName> ofFile(String file) {
    int subject = MICROS_DIGITS + 1;
    int id = subject + SUBJECT_DIGITS + 1;
    int end = id + ID_DIGITS;
    if (file.length() <= end
        || file.charAt(subject - 1) != '-'
        || file.charAt(id - 1) != '-'
        || file.charAt(end) != '.'
        || !all(file, 0, MICROS_DIGITS, "0123456789")) {
      return Optional.empty();
    }
    String subjectWord = file.substring(subject, id - 1);
    String idWord = file.substring(id, end);
    return isHex(subjectWord, SUBJECT_DIGITS) && isHex(idWord, ID_DIGITS)
        ? Optional.of(
            new BuildName(Long.parseLong(file.substring(0, MICROS_DIGITS)), subjectWord, idWord))
        : Optional.empty();
  }

  private static boolean isHex(String text, int digits) {
    return text.length() == digits && all(text, 0, digits, "0123456789abcdef");
  }

  private static boolean all(String text, int from, int to, String characters) {
    for (int at = from; at < to; at++) {
      if (characters.indexOf(text.charAt(at)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The older one first. */
  @Override
  public int compareTo(BuildName other) {
    return BY_AGE.compare(this, other);
  }

  @Override
  public String toString() {
    String digits = String.valueOf(micros);
    return "0".repeat(MICROS_DIGITS - digits.length()) + digits + "-" + subject + "-" + id;
  }
}
