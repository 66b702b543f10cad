package dev.jbuild.executor;

import java.util.Set;

/** What a started agent turned out to be: the isolation it took (never AUTO) and its features. */
public record AgentInfo(Isolation isolation, Set<String> features) {
  public AgentInfo {
    features = Set.copyOf(features);
    if (isolation == Isolation.AUTO) {
      throw new IllegalArgumentException("an agent has chosen its isolation");
    }
  }
}
