package dev.jbuild.cli.progress;

import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.cli.host.Caller;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Terminal;
import dev.jbuild.cli.host.WindowSize;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.oci.Digest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live display: a line for each step that ended, and below them what is under way. Finished
 * lines are written once and scroll away as any output; only the few below are painted over, in one
 * write, with wrapping off, so a wrong idea of the width does no harm.
 */
final class TerminalProgress implements Progress {
  private static final int KEPT_LINES = 30;
  private static final long TICK_MILLIS = 100;

  /** A window as narrow as less has no room for sizes of layers. */
  private static final int ROOMY = 60;

  private static final String NEXT = "\033[K\n";
  private static final String BELOW = "\033[J";
  private static final String BEGIN = "\033[?2026h\033[?7l";
  private static final String END = "\033[?7h\033[?2026l";

  private final PrintStream out;
  private final InstantSource clock;
  private LiveFrame frame;
  private final Instant begun;
  private final Map<Integer, StepLog> running = new LinkedHashMap<>();
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final Map<Digest, LiveFrame.Transfer> transfers = new LinkedHashMap<>();
  private final List<String> ended = new ArrayList<>();
  private List<String> painted = List.of();
  private int done;
  private int cached;
  private boolean held;
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
    Caller caller = host.caller();
    caller.onSignals(List.of("WINCH"), number -> progress.windowChanged(caller));
    return progress;
  }

  /** Nothing is painted for a size that the window no longer has. */
  private void windowChanged(Caller caller) {
    synchronized (this) {
      held = true;
    }
    Optional<WindowSize> size = caller.windowSize();
    synchronized (this) {
      size.ifPresent(this::resized);
      held = false;
    }
  }

  /** From now on the window has another size. */
  synchronized void resized(WindowSize size) {
    frame = new LiveFrame(size.rows(), size.columns(), frame.style());
  }

  private synchronized void tick() {
    try {
      while (!closed) {
        if (!held) {
          paint();
        }
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
  public synchronized void layerMade(StepInfo step, long bytes) {
    sizes.put(step.number(), bytes);
  }

  @Override
  public synchronized void stepFinished(StepInfo step, Duration duration) {
    running.remove(step.number());
    done++;
    Long bytes = sizes.remove(step.number());
    String size = bytes == null || frame.width() < ROOMY ? "" : Quantity.size(bytes) + "  ";
    end(step.title(), size + Quantity.seconds(duration));
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
    if (transferred == total) {
      transfers.remove(blob);
    } else {
      String name = what + " " + blob.shortHex();
      transfers.put(blob, new LiveFrame.Transfer(name, transferred, total));
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
    int rows = frame.rowsOf(painted);
    if (rows > 0) {
      text.append("\033[").append(rows).append('A');
    }
    text.append('\r');
    List<String> live = closed ? List.of() : live(clock.instant());
    // Each line is overwritten and only its rest cleared: nothing is ever seen empty in between.
    // What ended may be longer than the window is wide, and is history: let it wrap.
    text.append("\033[?7h");
    ended.forEach(line -> text.append(line).append(NEXT));
    text.append("\033[?7l");
    live.forEach(line -> text.append(line).append(NEXT));
    byte[] bytes = text.append(BELOW).append(END).toString().getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length); // at once, whatever its size
    out.flush();
    ended.clear();
    painted = live;
  }

  private List<String> live(Instant now) {
    String time = Quantity.seconds(Duration.between(begun, now));
    boolean building = !running.isEmpty() || done + cached > 0;
    String steps = ", steps done: " + (done + cached) + ", cached: " + cached;
    String status = "[+] " + time + (building ? steps : "");
    return frame.lines(running.values(), transfers.values(), status, now);
  }
}
