package dev.jbuild.builder.solve;

import dev.jbuild.oci.Platform;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * With {@code noCache} every step is done again, and its new result is kept. With {@code epoch},
 * the source date epoch, no time in layers, config and history is later.
 */
public record SolveOptions(
    Platform platform, boolean noCache, Clock clock, @Nullable Instant epoch) {}
