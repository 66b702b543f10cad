package dev.jbuild.builder;

import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.net.ExtraHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What RUN steps run with beyond what the Dockerfile says.
 *
 * @param hostname null for docker's; the build argument BUILDKIT_SANDBOX_HOSTNAME goes before it
 * @param confinement limits and the size of /dev/shm, which do not count for reuse
 * @param shell null when nobody wants to look
 */
public record RunOptions(
    NetworkMode network,
    @Nullable String hostname,
    List<ExtraHost> hosts,
    RunAccess access,
    Confinement confinement,
    @Nullable StepShell shell) {
  public static final RunOptions DEFAULT =
      new RunOptions(
          NetworkMode.DEFAULT, null, List.of(), RunAccess.NONE, Confinement.DEFAULT, null);

  public RunOptions {
    hosts = List.copyOf(hosts);
  }

  public RunOptions withNetwork(NetworkMode value) {
    return new RunOptions(value, hostname, hosts, access, confinement, shell);
  }

  public RunOptions withHostname(@Nullable String value) {
    return new RunOptions(network, value, hosts, access, confinement, shell);
  }

  public RunOptions withHosts(List<ExtraHost> value) {
    return new RunOptions(network, hostname, value, access, confinement, shell);
  }

  /**
   * Lines of /etc/hosts as {@code --add-host} has them: {@code NAME:IP}.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public RunOptions withHostWords(List<String> words) {
    return withHosts(words.stream().map(ExtraHost::parse).toList());
  }

  public RunOptions withAccess(RunAccess value) {
    return new RunOptions(network, hostname, hosts, value, confinement, shell);
  }

  public RunOptions withConfinement(Confinement value) {
    return new RunOptions(network, hostname, hosts, access, value, shell);
  }

  public RunOptions withShell(@Nullable StepShell value) {
    return new RunOptions(network, hostname, hosts, access, confinement, value);
  }
}
