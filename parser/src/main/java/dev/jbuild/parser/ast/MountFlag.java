package dev.jbuild.parser.ast;

import dev.jbuild.parser.expand.WordExpansion;
import org.jspecify.annotations.Nullable;

/**
 * A {@code --mount} as written. It may hold variables, so what it means is known only where it
 * runs.
 *
 * @param text the comma-separated fields
 */
public record MountFlag(String text) {

  /** Whether the meaning depends on variables. */
  public boolean hasVariables() {
    return text.indexOf('$') >= 0;
  }

  /**
   * What the flag asks for.
   *
   * @param expansion expands the values of the fields
   */
  public Mount resolve(WordExpansion expansion) throws MountException {
    return new MountReader(expansion).read(text);
  }

  /** The stage or image whose files are asked for, or null for the build context. */
  public @Nullable String from() {
    String from = null;
    try {
      for (String field : CsvFields.split(text)) {
        if (field.regionMatches(true, 0, "from=", 0, 5)) {
          from = field.substring(5);
        }
      }
    } catch (MountException e) {
      return null; // names nothing; check() says what is wrong
    }
    return from == null || from.isEmpty() ? null : from;
  }

  /** Checks what does not depend on variables. */
  public void check() throws MountException {
    for (String field : CsvFields.split(text)) {
      int dollar = field.indexOf('$');
      if (field.regionMatches(true, 0, "from=", 0, 5)
          && dollar > 0
          && dollar < field.length() - 1) {
        throw new MountException(
            "'from' doesn't support variable expansion, define alias stage instead");
      }
    }
  }
}
