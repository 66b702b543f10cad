package dev.jbuild.runner;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a container reads and writes, and the signals that it gets.
 *
 * @param in null for nothing to read
 * @param notes lines for the user, as where a port is published
 */
public record ContainerStreams(
    @Nullable InputStream in,
    OutputStream out,
    OutputStream err,
    SignalSource signals,
    Consumer<String> notes) {
  /** Without notes. */
  public ContainerStreams(
      @Nullable InputStream in, OutputStream out, OutputStream err, SignalSource signals) {
    this(in, out, err, signals, note -> {});
  }
}
