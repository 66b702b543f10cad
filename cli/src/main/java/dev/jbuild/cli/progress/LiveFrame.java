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

  /** The lines for {@code steps} and {@code transfers}, with {@code status} as the last. */
  List<String> lines(
      Collection<StepLog> steps, Collection<String> transfers, String status, Instant now) {
    int room = Math.max(1, rows - 2);
    int heads = steps.size() + transfers.size();
    int tail = heads == 0 ? 0 : Math.clamp((room - heads) / heads, 0, LONGEST_TAIL);
    List<String> lines = new ArrayList<>();
    for (StepLog step : steps) {
      String time = Quantity.seconds(step.runningSince(now));
      lines.add(ScreenText.justified(" => " + step.step().title(), time, width()));
      step.tail().stream()
          .skip(Math.max(0, step.tail().size() - tail))
          .forEach(line -> lines.add(style.faint(" |  " + ScreenText.of(line, width() - 4))));
    }
    transfers.forEach(transfer -> lines.add(ScreenText.of(" => " + transfer, width())));
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(room, lines.size())));
    shown.add(ScreenText.of(status, width()));
    return shown;
  }

  /** One less than there are columns: some terminals wrap when the last one is written. */
  int width() {
    return Math.max(20, columns - 1);
  }
}
