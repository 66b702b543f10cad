package dev.jbuild.builder.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code --chmod}: an octal number, or changes in the notation of chmod(1) such as
 * {@code u=rw,go-w}.
 */
public record FileMode(String text, boolean octal) {
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,5}");
  private static final Pattern NUMBER = Pattern.compile("[0-9].*");
  private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=])([rwxXst]*)");

  /**
   * Reads a mode.
   *
   * @throws IllegalArgumentException with docker's wording
   */
  public static FileMode parse(String text) {
    if (OCTAL.matcher(text).matches() && Integer.parseInt(text, 8) <= 07777) {
      return new FileMode(text, true);
    }
    if (NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "invalid chmod parameter: '"
              + text
              + "'. it should be octal string and between 0 and 07777");
    }
    if (clauses(text).isEmpty()) {
      throw new IllegalArgumentException(
          "invalid chmod parameter: '" + text + "': invalid syntax; write 0644 or u=rw,go=r");
    }
    return new FileMode(text, false);
  }

  /** The new permission bits of a file that has {@code mode}. */
  public int apply(int mode, boolean directory) {
    if (octal) {
      return Integer.parseInt(text, 8);
    }
    int changed = mode;
    for (Matcher clause : clauses(text)) {
      changed = apply(clause, changed, directory);
    }
    return changed;
  }

  /** The clauses, or none if any of them is wrong. */
  private static List<Matcher> clauses(String text) {
    List<Matcher> clauses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher clause = CLAUSE.matcher(part);
      if (!clause.matches()) {
        return List.of();
      }
      clauses.add(clause);
    }
    return clauses;
  }

  private static int apply(Matcher clause, int mode, boolean directory) {
    String who = clause.group(1).isEmpty() ? "a" : clause.group(1);
    int classes = 0;
    classes |= has(who, 'u') ? 0700 | 04000 : 0;
    classes |= has(who, 'g') ? 0070 | 02000 : 0;
    classes |= has(who, 'o') ? 0007 : 0;
    String what = clause.group(3);
    boolean execute =
        what.indexOf('x') >= 0 || (what.indexOf('X') >= 0 && (directory || (mode & 0111) != 0));
    int bits = 0;
    bits |= what.indexOf('r') >= 0 ? 0444 : 0;
    bits |= what.indexOf('w') >= 0 ? 0222 : 0;
    bits |= execute ? 0111 : 0;
    bits |= what.indexOf('s') >= 0 ? 06000 : 0;
    bits &= classes;
    bits |= what.indexOf('t') >= 0 ? 01000 : 0;
    return switch (clause.group(2)) {
      case "+" -> mode | bits;
      case "-" -> mode & ~bits;
      case "=" -> (mode & ~(classes & 0777)) | bits;
      default -> throw new IllegalStateException("not an operator: " + clause.group(2));
    };
  }

  private static boolean has(String who, char letter) {
    return who.indexOf(letter) >= 0 || who.indexOf('a') >= 0;
  }
}
