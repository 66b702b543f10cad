package dev.jbuild.parser;

/** Finds lines of a text. Asked in the order of the file it reads the text once. */
final class SourceExcerpts {
  private final String source;
  private int number = 1;
  private int start;

  SourceExcerpts(String source) {
    this.source = source;
  }

  /** A line without its end, "" if there is none of this number. */
  String line(int wanted) {
    if (wanted < number) {
      number = 1;
      start = 0;
    }
    while (number < wanted && start < source.length()) {
      int newline = source.indexOf('\n', start);
      start = newline < 0 ? source.length() : newline + 1;
      number++;
    }
    int end = source.indexOf('\n', start);
    return source.substring(start, end < 0 ? source.length() : end).replace("\r", "");
  }
}
