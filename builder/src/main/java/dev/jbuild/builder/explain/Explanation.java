package dev.jbuild.builder.explain;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A build, or a plan, and why each of its steps ran; {@code before} is what it is compared with.
 */
public record Explanation(BuildLog build, @Nullable BuildLog before, List<Verdict> verdicts) {
  public Explanation {
    verdicts = List.copyOf(verdicts);
  }

  /** Whether every step was, or would be, taken from the cache. */
  public boolean allCached() {
    return build.count(Set.of(Outcome.CACHED)) == build.steps().size();
  }
}
