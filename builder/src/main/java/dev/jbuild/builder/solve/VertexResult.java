package dev.jbuild.builder.solve;

import dev.jbuild.builder.ops.Inputs;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a vertex. {@code trace} is null for what is no action: a source.
 *
 * @param cached whether there was nothing to do
 */
public record VertexResult(
    Inputs output, boolean cached, Duration duration, @Nullable Trace trace) {

  /**
   * When its layer was made, whether in this build or in an earlier one; null for what makes none.
   */
  public @Nullable Instant created() {
    return trace == null ? null : trace.record().created();
  }
}
