package dev.jbuild.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The fewest lines to take out and put in that make one text of another.
 *
 * @see <a href="https://doi.org/10.1007/BF01840446">Myers, An O(ND) difference algorithm</a>
 */
final class LineEdits {
  /** With more differences than this, lines are not compared any more but replaced in one piece. */
  private static final int MOST = 1000;

  /** A line that is kept (' '), taken out ('-') or put in ('+'). */
  record Edit(char sign, String line) {}

  private LineEdits() {}

  static List<Edit> between(List<String> before, List<String> after) {
    int start = 0;
    int common = Math.min(before.size(), after.size());
    while (start < common && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < common - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<Edit> edits = new ArrayList<>();
    before.subList(0, start).forEach(line -> edits.add(new Edit(' ', line)));
    edits.addAll(
        middle(
            before.subList(start, before.size() - end), after.subList(start, after.size() - end)));
    before.subList(before.size() - end, before.size()).forEach(l -> edits.add(new Edit(' ', l)));
    return edits;
  }

  private static List<Edit> middle(List<String> before, List<String> after) {
    int most = Math.min(MOST, before.size() + after.size());
    int[] furthest = new int[2 * most + 3];
    List<int[]> trace = new ArrayList<>();
    for (int distance = 0; distance <= most; distance++) {
      trace.add(furthest.clone());
      for (int k = -distance; k <= distance; k += 2) {
        boolean down = goesDown(furthest, most, distance, k);
        int x = down ? furthest[most + k + 2] : furthest[most + k] + 1;
        while (x < before.size()
            && x - k < after.size()
            && before.get(x).equals(after.get(x - k))) {
          x++;
        }
        furthest[most + k + 1] = x;
        if (x >= before.size() && x - k >= after.size()) {
          return back(trace, before, after, most);
        }
      }
    }
    List<Edit> replaced = new ArrayList<>();
    before.forEach(line -> replaced.add(new Edit('-', line)));
    after.forEach(line -> replaced.add(new Edit('+', line)));
    return replaced;
  }

  /** Whether diagonal k is best reached by a line put in; diagonal k is at {@code most + k + 1}. */
  private static boolean goesDown(int[] furthest, int most, int distance, int k) {
    return k == -distance || (k != distance && furthest[most + k] < furthest[most + k + 2]);
  }

  private static List<Edit> back(
      List<int[]> trace, List<String> before, List<String> after, int most) {
    List<Edit> edits = new ArrayList<>();
    int x = before.size();
    int y = after.size();
    for (int distance = trace.size() - 1; distance >= 0; distance--) {
      int[] furthest = trace.get(distance);
      int k = x - y;
      boolean down = goesDown(furthest, most, distance, k);
      int fromX = distance == 0 ? 0 : furthest[most + k + (down ? 2 : 0)];
      int fromY = distance == 0 ? 0 : fromX - (down ? k + 1 : k - 1);
      while (x > fromX && y > fromY) {
        edits.add(new Edit(' ', before.get(--x)));
        y--;
      }
      if (distance > 0) {
        edits.add(down ? new Edit('+', after.get(--y)) : new Edit('-', before.get(--x)));
      }
    }
    return edits.reversed();
  }
}
