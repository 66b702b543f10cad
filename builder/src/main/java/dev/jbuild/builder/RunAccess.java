package dev.jbuild.builder;

import java.util.Map;
import java.util.Set;

/**
 * What RUN steps that ask for it get of this machine: secrets and ssh agents by their ids, and what
 * is allowed. Nothing of the content counts for reuse.
 */
public record RunAccess(
    Map<String, SecretSource> secrets, Map<String, SshSource> agents, Set<Entitlement> allowed) {
  public static final RunAccess NONE = new RunAccess(Map.of(), Map.of(), Set.of());

  public RunAccess {
    secrets = Map.copyOf(secrets);
    agents = Map.copyOf(agents);
    allowed = Set.copyOf(allowed);
  }

  public RunAccess withSecrets(Map<String, SecretSource> value) {
    return new RunAccess(value, agents, allowed);
  }

  public RunAccess withAgents(Map<String, SshSource> value) {
    return new RunAccess(secrets, value, allowed);
  }

  public RunAccess withAllowed(Set<Entitlement> value) {
    return new RunAccess(secrets, agents, value);
  }
}
