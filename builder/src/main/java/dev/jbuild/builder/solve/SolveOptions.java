package dev.jbuild.builder.solve;

import dev.jbuild.builder.RunOptions;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step that may not be reused is done again, and its new result is kept. With {@code epoch}, the
 * source date epoch, no time in layers, config and history is later.
 */
public record SolveOptions(Reuse reuse, Clock clock, @Nullable Instant epoch, RunOptions run) {}
