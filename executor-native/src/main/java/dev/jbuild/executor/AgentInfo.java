package dev.jbuild.executor;

import java.util.Set;

/**
 * What a started agent turned out to be.
 *
 * @param isolation what it took, never AUTO
 * @param weaker what kept AUTO from taking each stronger one, empty when it took the strongest
 */
public record AgentInfo(Isolation isolation, Set<String> features, String weaker) {
  public AgentInfo {
    features = Set.copyOf(features);
    if (isolation == Isolation.AUTO) {
      throw new IllegalArgumentException("an agent has chosen its isolation");
    }
  }
}
