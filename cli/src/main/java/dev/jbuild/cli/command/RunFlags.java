package dev.jbuild.cli.command;

import dev.jbuild.builder.Entitlement;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.words.SshWord;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.executor.Isolation;
import dev.jbuild.executor.OciRuntime;
import dev.jbuild.executor.net.ExtraHost;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How RUN steps run. */
final class RunFlags {
  @Option(
      names = "--network",
      paramLabel = "default|host|private|none",
      description = "Network of the RUN steps.")
  NetworkMode network = NetworkMode.DEFAULT;

  @Option(
      names = "--isolation",
      paramLabel = "auto|root|rootless|rootless-single|nested|chroot",
      converter = IsolationWord.class,
      description = "How RUN steps are kept from the machine; never weaker than asked.")
  Isolation isolation = Isolation.AUTO;

  @Option(
      names = "--secret",
      paramLabel = "id=NAME,src=FILE|env=NAME|cmd=COMMAND",
      description = "Secret for RUN --mount=type=secret.")
  List<String> secrets = new ArrayList<>();

  @Option(
      names = "--ssh",
      paramLabel = "default|ID=SOCKET|ID=KEY,...",
      description = "Agent or private keys for RUN --mount=type=ssh.")
  List<String> agents = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "security.insecure|device|network.host",
      description = "Allow RUN --security=insecure, --device or --network=host.")
  List<String> allowed = new ArrayList<>();

  @Option(
      names = "--add-host",
      paramLabel = "NAME:IP",
      description = "Line in /etc/hosts of RUN steps; host-gateway is this machine.")
  List<String> hosts = new ArrayList<>();

  @Option(names = "--hostname", paramLabel = "NAME", description = "Host name of RUN steps.")
  @Nullable String hostname;

  @Mixin RuntimeFlag runtime = new RuntimeFlag();

  @Mixin LimitFlags limits = new LimitFlags();

  RunOptions options(Host host) throws CommandException {
    RunAccess access =
        RunAccess.NONE
            .withSecrets(new SecretWords(host).read(secrets))
            .withAgents(Given.read(() -> SshWord.read(agents, host.environment(), host.path(""))))
            .withAllowed(entitlements());
    return RunOptions.DEFAULT
        .withNetwork(network)
        .withHostname(hostname)
        .withHosts(Given.read(() -> hosts.stream().map(ExtraHost::parse).toList()))
        .withAccess(access)
        .withConfinement(Given.read(limits::confinement));
  }

  private Set<Entitlement> entitlements() throws CommandException {
    Set<Entitlement> entitlements = EnumSet.noneOf(Entitlement.class);
    for (String word : allowed) {
      entitlements.add(
          Entitlement.parse(word)
              .orElseThrow(
                  () ->
                      new CommandException(
                          ExitCode.USAGE,
                          "unknown entitlement "
                              + word
                              + ": --allow takes security.insecure, device or network.host")));
    }
    return entitlements;
  }

  Isolation isolation() {
    return isolation;
  }

  @Nullable OciRuntime runtime(Host host) throws CommandException {
    return runtime.runtime(host);
  }
}
