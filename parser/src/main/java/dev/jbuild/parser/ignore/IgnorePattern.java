package dev.jbuild.parser.ignore;

/**
 * One pattern. {@code **} crosses directories; {@code *} and {@code ?} stay inside one.
 *
 * <p>Only leading and only trailing {@code **} count as text before or after the rest, whatever
 * directory they cut through: {@code **foo} matches {@code xfoo}, as the reference implementation
 * has it.
 *
 * @param negated whether it takes paths back in
 */
record IgnorePattern(String text, boolean negated, Form form, Glob glob) {

  enum Form {
    EXACT,
    /** {@code text**}. */
    PREFIX,
    /** {@code **text} or {@code ** /text}. */
    SUFFIX,
    GLOB
  }

  /** Compiles a pattern that is cleaned already. */
  static IgnorePattern parse(String pattern) throws IgnoreFileException {
    boolean negated = pattern.startsWith("!");
    String text = negated ? pattern.substring(1) : pattern;
    if (negated && text.isEmpty()) {
      throw new IgnoreFileException("illegal exclusion pattern: \"!\"");
    }
    return new IgnorePattern(text, negated, form(text), Glob.compile(text));
  }

  private static Form form(String text) {
    boolean starStar = text.startsWith("**");
    String rest = starStar ? text.substring(text.startsWith("**/") ? 3 : 2) : text;
    if (isPlain(rest)) {
      return starStar ? Form.SUFFIX : Form.EXACT;
    }
    if (!starStar && rest.endsWith("**") && isPlain(rest.substring(0, rest.length() - 2))) {
      return Form.PREFIX;
    }
    return Form.GLOB;
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(character -> "*?[]\\".indexOf(character) >= 0);
  }

  boolean matches(String path) {
    return switch (form) {
      case EXACT -> path.equals(text);
      case PREFIX -> path.startsWith(text.substring(0, text.length() - 2));
      case SUFFIX -> {
        String suffix = text.substring(2);
        yield path.endsWith(suffix) || (suffix.startsWith("/") && path.equals(suffix.substring(1)));
      }
      case GLOB -> glob.matches(path);
    };
  }

  boolean matchesOrParentMatches(String path) {
    if (matches(path)) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (matches(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  /** Compares the directories of the two as far as the pattern is plain text. */
  boolean mayMatchBelow(String directory) {
    String[] wanted = text.split("/", -1);
    String[] given = directory.split("/", -1);
    for (int i = 0; i < Math.min(wanted.length, given.length); i++) {
      if (!isPlain(wanted[i])) {
        return true;
      }
      if (!wanted[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return negated ? "!" + text : text;
  }
}
