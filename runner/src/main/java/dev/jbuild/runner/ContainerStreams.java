package dev.jbuild.runner;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a container reads and writes, and the signals that it gets.
 *
 * @param in null for nothing to read
 */
public record ContainerStreams(
    @Nullable InputStream in, OutputStream out, OutputStream err, SignalSource signals) {}
