package dev.jbuild.parser.ast;

/**
 * A place in a file: lines and column count from 1, the column in characters, and the end line is
 * included.
 */
public record Location(int startLine, int startColumn, int endLine) {
  public Location {
    if (startLine < 1 || startColumn < 1 || endLine < startLine) {
      throw new IllegalArgumentException(
          "not a location: " + startLine + ":" + startColumn + "-" + endLine);
    }
  }
}
