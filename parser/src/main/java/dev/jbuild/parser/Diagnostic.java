package dev.jbuild.parser;

import dev.jbuild.parser.ast.Location;
import org.jspecify.annotations.Nullable;

/**
 * Something to say about a place of a Dockerfile.
 *
 * @param hint the way out, where one is known
 */
public record Diagnostic(
    Severity severity, Location location, String message, @Nullable String hint) {

  private static final int WIDEST_EXCERPT = 160;

  /**
   * The diagnostic as people read it: place and message, the line with a caret below it, and the
   * hint.
   *
   * @param name the name of the file
   * @param source the text of the file
   */
  public String render(String name, String source) {
    return render(name, new SourceExcerpts(source));
  }

  String render(String name, SourceExcerpts excerpts) {
    String word = severity == Severity.ERROR ? "error" : "warning";
    var text = new StringBuilder();
    text.append(name).append(':').append(location.startLine());
    text.append(':').append(location.startColumn());
    text.append(": ").append(word).append(": ").append(message);
    String line = excerpts.line(location.startLine());
    if (!line.isBlank()) {
      excerpt(text, line);
    }
    if (hint != null) {
      text.append("\n  hint: ").append(hint);
    }
    return text.toString();
  }

  /** Tabs become blanks, so that the caret stands below its character whatever the tab width. */
  private void excerpt(StringBuilder text, String line) {
    int[] characters = line.codePoints().map(c -> c == '\t' ? ' ' : c).toArray();
    int caret = Math.min(location.startColumn() - 1, characters.length);
    int from = Math.max(0, caret - WIDEST_EXCERPT / 2);
    int to = Math.min(characters.length, from + WIDEST_EXCERPT);
    String gutter = "%5d | ".formatted(location.startLine());
    text.append('\n').append(gutter).append(new String(characters, from, to - from));
    text.append('\n').append(" ".repeat(gutter.length() - 2)).append("| ");
    text.append(" ".repeat(caret - from)).append('^');
  }
}
