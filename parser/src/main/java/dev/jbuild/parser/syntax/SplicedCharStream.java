package dev.jbuild.parser.syntax;

import dev.jbuild.parser.text.WhiteSpace;
import java.util.Arrays;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * The characters of a Dockerfile with continued lines joined: a single escape character at the end
 * of a line, the newline, and the comment and empty lines that follow are passed over as if they
 * were not there. Positions stay those of the text, so every token knows where it stands.
 *
 * <p>Heredoc bodies are not continued; the lexer reads them in {@linkplain #setRaw raw} mode.
 */
final class SplicedCharStream implements CharStream {
  private final String text;
  private final SourceLines lines;
  private final char escape;
  private int[] spliceStarts = new int[8];
  private int[] spliceEnds = new int[8];
  private boolean[] overEmptyLine = new boolean[8];
  private int splices;
  private int index;
  private boolean raw;

  SplicedCharStream(String text, SourceLines lines, char escape) {
    this.text = text;
    this.lines = lines;
    this.escape = escape;
    findSplices();
  }

  private void findSplices() {
    for (int line = 0; line < lines.count(); line++) {
      int position = continuation(line);
      if (position >= 0) {
        addSplice(position, line);
      }
    }
    spliceStarts = Arrays.copyOf(spliceStarts, splices);
  }

  /** Where the escape character stands that continues this line, or -1. */
  private int continuation(int line) {
    int start = lines.start(line);
    int end = lines.end(line);
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    int last = end - 1;
    if (last < start || text.charAt(last) != escape || isComment(line)) {
      return -1;
    }
    return last > start && text.charAt(last - 1) == escape ? -1 : last;
  }

  private void addSplice(int position, int line) {
    if (splices == spliceStarts.length) {
      spliceStarts = Arrays.copyOf(spliceStarts, splices * 2);
      spliceEnds = Arrays.copyOf(spliceEnds, splices * 2);
      overEmptyLine = Arrays.copyOf(overEmptyLine, splices * 2);
    }
    int next = line + 1;
    boolean empty = false;
    while (next < lines.count() && (isComment(next) || isEmpty(next))) {
      empty |= isEmpty(next);
      next++;
    }
    spliceStarts[splices] = position;
    spliceEnds[splices] = next < lines.count() ? lines.start(next) : text.length();
    overEmptyLine[splices] = empty;
    splices++;
  }

  private boolean isComment(int line) {
    int first = firstCharacter(line);
    return first < lines.end(line) && text.charAt(first) == '#';
  }

  private boolean isEmpty(int line) {
    return firstCharacter(line) == lines.end(line);
  }

  private int firstCharacter(int line) {
    int position = lines.start(line);
    int end = lines.end(line);
    while (position < end && WhiteSpace.isSpace(text.charAt(position))) {
      position++;
    }
    return position;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  /** The text of a range with its continued lines joined. */
  String joined(int from, int to) {
    int splice = firstSpliceFrom(from);
    if (splice == splices || spliceStarts[splice] >= to) {
      return text.substring(from, to);
    }
    var out = new StringBuilder(to - from);
    int position = from;
    while (splice < splices && spliceStarts[splice] < to) {
      if (spliceStarts[splice] >= position) {
        out.append(text, position, spliceStarts[splice]);
        position = spliceEnds[splice];
      }
      splice++;
    }
    return position < to ? out.append(text, position, to).toString() : out.toString();
  }

  /** Whether a continued line of the range is followed by an empty line. */
  boolean continuesOverEmptyLine(int from, int to) {
    for (int i = firstSpliceFrom(from); i < splices && spliceStarts[i] < to; i++) {
      if (overEmptyLine[i]) {
        return true;
      }
    }
    return false;
  }

  private int firstSpliceFrom(int position) {
    int found = Arrays.binarySearch(spliceStarts, position);
    return found >= 0 ? found : -found - 1;
  }

  /** The joined rest of the line that starts at the current position, without its newline. */
  String restOfLine() {
    int end = skip(index);
    while (end < text.length() && text.charAt(end) != '\n') {
      end = skip(end + 1);
    }
    return joined(index, Math.min(end, text.length()));
  }

  /** Where the next character stands, continuations passed over. */
  int skip(int position) {
    int at = position;
    while (!raw && at < text.length() && text.charAt(at) == escape) {
      int splice = Arrays.binarySearch(spliceStarts, at);
      if (splice < 0) {
        return at;
      }
      at = spliceEnds[splice];
    }
    return at;
  }

  void setRaw(boolean raw) {
    this.raw = raw;
  }

  @Override
  public void consume() {
    int at = skip(index);
    if (at >= text.length()) {
      throw new IllegalStateException("cannot consume EOF");
    }
    index = at + 1;
  }

  @Override
  public int LA(int offset) {
    if (offset < 0) {
      int at = index + offset;
      return at < 0 ? IntStream.EOF : text.charAt(at);
    }
    int at = index;
    int character = 0;
    for (int i = 0; i < offset; i++) {
      at = skip(at);
      if (at >= text.length()) {
        return IntStream.EOF;
      }
      character = text.charAt(at++);
    }
    return character;
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {
    // Nothing was marked: the whole text is in memory.
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public void seek(int position) {
    index = position;
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getSourceName() {
    return UNKNOWN_SOURCE_NAME;
  }

  @Override
  public String getText(Interval interval) {
    return joined(interval.a, Math.min(interval.b + 1, text.length()));
  }
}
