package dev.jbuild.runner;

import dev.jbuild.executor.ExecHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Signals for a command in a container; those that come before it has started wait until it has.
 */
public final class EarlySignals implements IntConsumer {
  private final ObjIntConsumer<ExecHandle> sender;
  private final List<Integer> waiting = new ArrayList<>();
  private @Nullable ExecHandle started;

  /**
   * @param sender sends a signal to what has started
   */
  public EarlySignals(ObjIntConsumer<ExecHandle> sender) {
    this.sender = sender;
  }

  @Override
  public synchronized void accept(int number) {
    if (started == null) {
      waiting.add(number);
    } else {
      sender.accept(started, number);
    }
  }

  /** Sends those that wait, and from now on each that comes. */
  public synchronized void started(ExecHandle handle) {
    started = handle;
    waiting.forEach(number -> sender.accept(handle, number));
  }
}
