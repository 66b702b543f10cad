package dev.jbuild.cli.host;

import java.util.List;

/**
 * Which standard streams are terminals, and the size of the one that shows progress. The launcher
 * finds out, because Java cannot ask for a window size.
 */
public record Terminal(boolean stdin, boolean stdout, boolean stderr, int rows, int columns) {

  public static final Terminal NONE = new Terminal(false, false, false, 24, 80);

  public Terminal {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a terminal of " + rows + " rows, " + columns + " columns");
    }
  }

  /** Reads the launcher's words: the letters of {@code ioe} that are terminals, rows, columns. */
  public static Terminal parse(String text) {
    List<String> words = List.of(text.strip().split("\\s+"));
    String streams = words.getFirst();
    boolean sized = words.size() == 3 && !words.get(1).equals("0") && !words.get(2).equals("0");
    return new Terminal(
        streams.contains("i"),
        streams.contains("o"),
        streams.contains("e"),
        sized ? Integer.parseInt(words.get(1)) : NONE.rows,
        sized ? Integer.parseInt(words.get(2)) : NONE.columns);
  }
}
