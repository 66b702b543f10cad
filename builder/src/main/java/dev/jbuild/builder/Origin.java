package dev.jbuild.builder;

/**
 * The place of a Dockerfile that something comes from: its 1-based first and last line, and those
 * lines' text.
 */
public record Origin(String file, int line, int lastLine, String excerpt) {
  public Origin {
    if (line < 1 || lastLine < line) {
      throw new IllegalArgumentException("not a range of lines: " + line + " to " + lastLine);
    }
  }

  /** {@code Dockerfile:3}. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
