package dev.jbuild.builder.solve;

import dev.jbuild.oci.Platform;
import java.time.Clock;

/** With {@code noCache} every step is done again, and its new result is kept. */
public record SolveOptions(Platform platform, boolean noCache, Clock clock) {}
