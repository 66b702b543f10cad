package dev.jbuild.builder.explain;

import java.util.List;

/** A step and why it ran; no causes when it did not. */
public record Verdict(LoggedStep step, List<Cause> causes) {
  public Verdict {
    causes = List.copyOf(causes);
  }
}
