package dev.jbuild.cli.explain;

/** Text of Dockerfiles and file names, which may hold anything, for a terminal. */
public final class ScreenSafe {
  private ScreenSafe() {}

  /** The text with a question mark for each control character but line feeds. */
  public static String text(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' ? (c == '\t' ? ' ' : '?') : c)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }
}
