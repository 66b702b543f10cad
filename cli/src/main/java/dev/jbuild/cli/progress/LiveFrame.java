package dev.jbuild.cli.progress;

import dev.jbuild.cli.text.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The lines of what is under way: each running step with the tail of its output. They always fit
 * the window, because lines that scrolled off it could not be painted over.
 */
record LiveFrame(int rows, int columns, Style style) {
  private static final int LONGEST_TAIL = 6;
  private static final int NARROW = 60;

  /** Bytes of a blob that went over the wire; {@code total} is -1 when it is not known. */
  record Transfer(String name, long done, long total) {}

  /** The lines for {@code steps} and {@code transfers}, with {@code status} as the last. */
  List<String> lines(
      Collection<StepLog> steps, Collection<Transfer> transfers, String status, Instant now) {
    int room = Math.max(1, rows - 2);
    int heads = steps.size() + transfers.size();
    int tail = heads == 0 ? 0 : Math.clamp((room - heads) / heads, 0, LONGEST_TAIL);
    List<String> lines = new ArrayList<>();
    for (StepLog step : steps) {
      String time = Quantity.seconds(step.runningSince(now));
      lines.add(ScreenText.justified(" => " + step.step().title(), time, width()));
      List<String> written = step.seen();
      written.stream()
          .skip(Math.max(0, written.size() - tail))
          .forEach(line -> lines.add(style.faint(" |  " + ScreenText.of(line, width() - 4))));
    }
    transfers.forEach(transfer -> lines.add(line(transfer)));
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(room, lines.size())));
    shown.add(ScreenText.of(status, width()));
    return shown;
  }

  /** A bar in a window that is wide enough, and how much. */
  private String line(Transfer transfer) {
    boolean known = transfer.total() > 0;
    String size =
        Quantity.size(transfer.done()) + (known ? " / " + Quantity.size(transfer.total()) : "");
    int cells = known && width() >= NARROW ? width() / 5 : 0;
    int full =
        known ? (int) (cells * Math.min(transfer.done(), transfer.total()) / transfer.total()) : 0;
    String bar = cells == 0 ? "" : "[" + "#".repeat(full) + "-".repeat(cells - full) + "] ";
    return ScreenText.justified(" => " + transfer.name(), bar + size, width());
  }

  /**
   * How many rows lines take that were painted into a window of some other width: terminals wrap
   * again what is there when they become narrower.
   */
  int rowsOf(List<String> painted) {
    return painted.stream().mapToInt(line -> 1 + Math.max(0, seen(line) - 1) / columns).sum();
  }

  private static int seen(String line) {
    return Cells.of(line.replaceAll("\033\\[[0-9;]*m", ""));
  }

  /** One less than there are columns: some terminals wrap when the last one is written. */
  int width() {
    return Math.max(20, columns - 1);
  }
}
