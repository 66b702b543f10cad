package dev.jbuild.cli.text;

import dev.jbuild.cli.text.LineEdits.Edit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is different between two texts, as patch(1) reads it.
 *
 * @see <a
 *     href="https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html">format</a>
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String NO_NEWLINE = "\\ No newline at end of file\n";

  private final List<Edit> edits;
  private final StringBuilder out = new StringBuilder();
  private int oldLine = 1;
  private int newLine = 1;

  private UnifiedDiff(List<Edit> edits) {
    this.edits = edits;
  }

  /** The difference of one file, empty if there is none. */
  public static String of(String name, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    UnifiedDiff diff = new UnifiedDiff(LineEdits.between(lines(before), lines(after)));
    diff.out.append("--- ").append(name).append("\n+++ ").append(name).append('\n');
    diff.hunks();
    return diff.out.toString();
  }

  /** Each line with its newline, which the last one need not have. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  private void hunks() {
    int done = 0;
    int change = nextChange(0);
    while (change < edits.size()) {
      int start = Math.max(done, change - CONTEXT);
      skip(done, start);
      int end = endOfHunk(change);
      hunk(edits.subList(start, end));
      done = end;
      change = nextChange(end);
    }
  }

  private int nextChange(int from) {
    int at = from;
    while (at < edits.size() && edits.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** Changes with no more than their context between them are one hunk. */
  private int endOfHunk(int change) {
    int last = change;
    int next = change;
    while (next < edits.size() && next - last <= 2 * CONTEXT + 1) {
      last = next;
      next = nextChange(next + 1);
    }
    return Math.min(edits.size(), last + 1 + CONTEXT);
  }

  private void skip(int from, int to) {
    oldLine += to - from;
    newLine += to - from;
  }

  private void hunk(List<Edit> hunk) {
    int removed = (int) hunk.stream().filter(edit -> edit.sign() != '+').count();
    int added = (int) hunk.stream().filter(edit -> edit.sign() != '-').count();
    out.append("@@ -").append(range(oldLine, removed));
    out.append(" +").append(range(newLine, added)).append(" @@\n");
    for (Edit edit : hunk) {
      out.append(edit.sign()).append(edit.line());
      if (!edit.line().endsWith("\n")) {
        out.append('\n').append(NO_NEWLINE);
      }
    }
    oldLine += removed;
    newLine += added;
  }

  /** An empty range is named by the line before it. */
  private static String range(int start, int count) {
    return count == 1 ? "" + start : (count == 0 ? start - 1 : start) + "," + count;
  }
}
