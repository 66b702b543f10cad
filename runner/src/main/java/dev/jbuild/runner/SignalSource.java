package dev.jbuild.runner;

import java.util.function.IntConsumer;

/** Where the signals come from that a container gets: the process that it runs for. */
@FunctionalInterface
public interface SignalSource {
  /** No signals. */
  SignalSource NONE = receiver -> {};

  /** From now on calls {@code receiver} with the number of each signal, from any thread. */
  void sendTo(IntConsumer receiver);
}
