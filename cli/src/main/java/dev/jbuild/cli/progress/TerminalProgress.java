package dev.jbuild.cli.progress;

import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Terminal;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.oci.Digest;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live display: a line for each step that ended, and below them what is under way. Finished
 * lines are written once and scroll away as any output; only the few below are painted over, in one
 * write, with wrapping off, so a wrong idea of the width does no harm.
 */
final class TerminalProgress implements Progress {
  private static final int KEPT_LINES = 30;
  private static final long TICK_MILLIS = 100;
  private static final String BEGIN = "\033[?2026h\033[?7l";
  private static final String END = "\033[?7h\033[?2026l";

  private final PrintStream out;
  private final InstantSource clock;
  private final LiveFrame frame;
  private final Instant begun;
  private final Map<Integer, StepLog> running = new LinkedHashMap<>();
  private final Map<Digest, String> transfers = new LinkedHashMap<>();
  private final List<String> ended = new ArrayList<>();
  private int painted;
  private int done;
  private int cached;
  private boolean closed;

  TerminalProgress(PrintStream out, InstantSource clock, LiveFrame frame) {
    this.out = out;
    this.clock = clock;
    this.frame = frame;
    this.begun = clock.instant();
  }

  /** A display that paints itself until it is closed. */
  static TerminalProgress start(Host host, InstantSource clock) {
    Terminal terminal = host.terminal();
    String noColour = host.variable("NO_COLOR"); // no-color.org: set and not empty
    Style style = new Style(noColour == null || noColour.isEmpty());
    LiveFrame frame = new LiveFrame(terminal.rows(), terminal.columns(), style);
    TerminalProgress progress = new TerminalProgress(host.err(), clock, frame);
    Thread.ofPlatform().daemon().name("progress").start(progress::tick);
    return progress;
  }

  private synchronized void tick() {
    try {
      while (!closed) {
        paint();
        wait(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it; if so, the display stands still
    }
  }

  @Override
  public synchronized void stepStarted(StepInfo step) {
    running.put(step.number(), new StepLog(step, clock.instant(), KEPT_LINES));
  }

  @Override
  public synchronized void stepCached(StepInfo step, Digest key) {
    cached++;
    end("CACHED " + step.title(), "0.0s");
  }

  @Override
  public synchronized void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
    StepLog log = running.get(step.number());
    if (log != null) {
      log.add(stream, bytes);
    }
  }

  @Override
  public synchronized void stepFinished(StepInfo step, Duration duration) {
    running.remove(step.number());
    done++;
    end(step.title(), Quantity.seconds(duration));
  }

  @Override
  public synchronized void stepFailed(StepInfo step, String reason) {
    StepLog log = running.remove(step.number());
    Style style = frame.style();
    ended.add(style.failed(ScreenText.of(" => ERROR " + step.title(), frame.width())));
    if (log != null) {
      log.finish();
      log.tail().forEach(line -> ended.add(" |  " + ScreenText.of(line, Integer.MAX_VALUE)));
    }
    ended.add(style.failed(" => " + reason));
  }

  @Override
  public void isolationChosen(String isolation) {
    note("isolation: " + isolation);
  }

  @Override
  public synchronized void warning(String message, @Nullable Origin origin) {
    String place = origin == null ? "" : " (" + origin + ")";
    ended.add(frame.style().warned("WARNING: " + message + place));
  }

  @Override
  public synchronized void transferProgress(
      String what, Digest blob, long transferred, long total) {
    String size = Quantity.size(transferred) + (total < 0 ? "" : " / " + Quantity.size(total));
    if (transferred == total) {
      transfers.remove(blob);
    } else {
      transfers.put(blob, what + " " + blob.shortHex() + " " + size);
    }
  }

  @Override
  public synchronized void note(String text) {
    ended.add(text);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      notifyAll();
      paint();
    }
  }

  private void end(String title, String time) {
    String line = ScreenText.justified(" => " + title, time, frame.width());
    ended.add(frame.style().done(line));
  }

  /** Writes the lines that ended since, and paints what is under way below them. */
  synchronized void paint() {
    StringBuilder text = new StringBuilder(BEGIN);
    if (painted > 0) {
      text.append("\033[").append(painted).append('A');
    }
    text.append("\r\033[J");
    List<String> live = closed ? List.of() : live(clock.instant());
    // What ended may be longer than the window is wide, and is history: let it wrap.
    text.append("\033[?7h");
    ended.forEach(line -> text.append(line).append('\n'));
    text.append("\033[?7l");
    live.forEach(line -> text.append(line).append('\n'));
    out.print(text.append(END));
    out.flush();
    ended.clear();
    painted = live.size();
  }

  private List<String> live(Instant now) {
    String time = Quantity.seconds(Duration.between(begun, now));
    boolean building = !running.isEmpty() || done + cached > 0;
    String steps = ", steps done: " + (done + cached) + ", cached: " + cached;
    String status = "[+] " + time + (building ? steps : "");
    return frame.lines(running.values(), transfers.values(), status, now);
  }
}
