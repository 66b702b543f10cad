package dev.jbuild.builder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What RUN steps that ask for it get of this machine: secrets and ssh agents by their ids, and what
 * is allowed. Nothing of the content counts for reuse.
 *
 * @param deviceSpecs directories with files of the Container Device Interface
 */
public record RunAccess(
    Map<String, SecretSource> secrets,
    Map<String, SshSource> agents,
    Set<Entitlement> allowed,
    List<Path> deviceSpecs) {
  private static final List<Path> USUAL_SPECS =
      List.of(Path.of("/etc/cdi"), Path.of("/run/cdi"), Path.of("/etc/buildkit/cdi"));

  public static final RunAccess NONE = new RunAccess(Map.of(), Map.of(), Set.of(), USUAL_SPECS);

  public RunAccess {
    secrets = Map.copyOf(secrets);
    agents = Map.copyOf(agents);
    allowed = Set.copyOf(allowed);
    deviceSpecs = List.copyOf(deviceSpecs);
  }

  public RunAccess withSecrets(Map<String, SecretSource> value) {
    return new RunAccess(value, agents, allowed, deviceSpecs);
  }

  public RunAccess withAgents(Map<String, SshSource> value) {
    return new RunAccess(secrets, value, allowed, deviceSpecs);
  }

  public RunAccess withAllowed(Set<Entitlement> value) {
    return new RunAccess(secrets, agents, value, deviceSpecs);
  }

  public RunAccess withDeviceSpecs(List<Path> value) {
    return new RunAccess(secrets, agents, allowed, value);
  }
}
