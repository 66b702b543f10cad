package dev.jbuild.cli.progress;

/**
 * How many cells of a terminal text takes: East Asian wide and emoji take two, marks that combine
 * none (Unicode Standard Annex 11, as wcwidth(3) has it).
 */
final class Cells {
  /** First and last code points of the wide ranges. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff,
    0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900,
    0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd
  };

  private Cells() {}

  static int of(String text) {
    return text.codePoints().map(Cells::of).sum();
  }

  /** How many characters from the start of {@code text} fit into {@code cells}. */
  static int fitting(String text, int cells) {
    int left = cells;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      left -= of(point);
      if (left < 0) {
        return end;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  private static int of(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (point >= WIDE[i] && point <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }
}
