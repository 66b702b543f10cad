package dev.jbuild.executor;

import dev.jbuild.oci.layer.NativeDeflater;
import java.io.IOException;
import java.util.Optional;

/** {@code jbuild-exec deflate}. */
public final class DeflateProcess implements NativeDeflater {
  // As in deflate.h.
  private static final int INPUT = (32 + 512) * 1024;
  private static final int OUTPUT = (512 + 64) * 1024;

  private static final int[] NOTHING = {0, 0, 0, 0};
  private static final int[] EMPTY_RESULT = {5};

  private final WorkerProcess worker;

  private DeflateProcess(WorkerProcess worker) {
    this.worker = worker;
  }

  /** Starts one; empty, with the reason in the log, where that cannot be done. */
  public static Optional<NativeDeflater> start(AgentOptions options) {
    try {
      return Optional.of(
          new DeflateProcess(
              WorkerProcess.start(options, "deflate", INPUT + OUTPUT, NOTHING, EMPTY_RESULT)));
    } catch (IOException e) {
      options.log().accept("layers are compressed in Java, which is slower: " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public byte[] deflate(int stride, byte[] bytes, int start, int from, int to) throws IOException {
    if (to - start > INPUT || start > from || from > to) {
      throw new IllegalArgumentException("no block: " + start + ", " + from + " to " + to);
    }
    worker.area().put(0, bytes, start, to - start);
    int size = worker.ask(1, stride, 0, from - start, to - start)[0];
    if (size < 0 || size > OUTPUT) {
      throw new IOException("the native deflater says to have made " + size + " bytes");
    }
    byte[] result = new byte[size];
    worker.area().get(INPUT, result);
    return result;
  }

  @Override
  public void close() {
    worker.close();
  }
}
