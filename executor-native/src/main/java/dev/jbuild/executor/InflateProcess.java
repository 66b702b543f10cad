package dev.jbuild.executor;

import dev.jbuild.oci.layer.NativeInflater;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code jbuild-exec inflate}. */
public final class InflateProcess implements NativeInflater {
  // As in inflate.h.
  private static final int PADDING = 1024;
  private static final int OUTPUT_AT = MOST_INPUT + PADDING + 32 * 1024;
  private static final int OUTPUT = 512 * 1024 + PADDING;
  private static final int LAST = 1;
  private static final int FIRST = 2;

  private static final int[] EMPTY_STREAM = {0, FIRST | LAST};
  private static final List<State> STATES =
      List.of(State.STARVED, State.FULL, State.ENDED, State.DAMAGED, State.CUT_OFF);
  private static final int[] CUT_OFF = {0, 0, STATES.indexOf(State.CUT_OFF)};

  private final WorkerProcess worker;

  private InflateProcess(WorkerProcess worker) {
    this.worker = worker;
  }

  /** Starts one; empty, with the reason in the log, where that cannot be done. */
  public static Optional<NativeInflater> start(AgentOptions options) {
    try {
      return Optional.of(
          new InflateProcess(
              WorkerProcess.start(options, "inflate", OUTPUT_AT + OUTPUT, EMPTY_STREAM, CUT_OFF)));
    } catch (IOException e) {
      options.log().accept("layers are unpacked in Java, which is slower: " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Part inflate(byte[] bytes, int from, int to, boolean first, boolean last)
      throws IOException {
    int length = to - from;
    Objects.checkFromIndexSize(0, length, MOST_INPUT);
    worker.area().put(0, bytes, from, length);
    int[] answer = worker.ask(3, length, (first ? FIRST : 0) | (last ? LAST : 0));
    int state = answer[2];
    if (answer[0] < 0
        || answer[1] < 0
        || answer[1] > OUTPUT
        || state < 0
        || state >= STATES.size()) {
      throw new IOException("the native inflater gives an impossible answer");
    }
    return new Part(answer[0], answer[1], STATES.get(state));
  }

  @Override
  public void read(int at, byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(at, length, OUTPUT);
    worker.area().get(OUTPUT_AT + at, buffer, offset, length);
  }

  @Override
  public void close() {
    worker.close();
  }
}
