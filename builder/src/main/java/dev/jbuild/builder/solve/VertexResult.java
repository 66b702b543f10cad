package dev.jbuild.builder.solve;

import dev.jbuild.builder.ops.Inputs;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a vertex. {@code created} is when its layer was made, whether in this build or in
 * an earlier one; null for what makes none.
 */
public record VertexResult(
    Inputs output, @Nullable Instant created, boolean cached, Duration duration) {}
