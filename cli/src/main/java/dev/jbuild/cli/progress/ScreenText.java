package dev.jbuild.cli.progress;

import java.util.regex.Pattern;

/**
 * Text made fit for a line of the live display: no escape sequences, no controls, cut to a width.
 */
final class ScreenText {
  /** CSI and OSC sequences, other escapes, then any control character that is left (ECMA-48). */
  private static final Pattern CONTROLS =
      Pattern.compile(
          "\033\\[[0-?]*["
              + " -/]*[@-~]|\033\\][^\007\033]*(?:\007|\033\\\\)?|\033.?|[\\p{Cntrl}\\x80-\\x9f]");

  private ScreenText() {}

  /** One line's text, at most {@code width} cells wide; a mark stands for what was cut. */
  static String of(String text, int width) {
    String plain = CONTROLS.matcher(text.replace("\t", "    ")).replaceAll("");
    if (Cells.of(plain) <= width) {
      return plain;
    }
    return width < 1 ? "" : plain.substring(0, Cells.fitting(plain, width - 1)) + "…";
  }

  /** {@code left} and {@code right} at the two ends of a line of {@code width} cells. */
  static String justified(String left, String right, int width) {
    String cut = of(left, width - right.length() - 1);
    int gap = width - Cells.of(cut) - right.length();
    return cut + " ".repeat(Math.max(1, gap)) + right;
  }
}
