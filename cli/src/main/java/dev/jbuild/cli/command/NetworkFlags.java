package dev.jbuild.cli.command;

import dev.jbuild.executor.net.Dns;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.runner.NetworkOptions;
import dev.jbuild.runner.PortWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The network of a container. */
final class NetworkFlags {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = "--network",
      paramLabel = "host|none|private|NAME",
      description =
          "Network of the container: host, or private when ports are published, or one that was"
              + " created.")
  @Nullable String network;

  @Option(
      names = "--network-alias",
      paramLabel = "NAME",
      description = "Another name of the container in a network that was created.")
  List<String> aliases = new ArrayList<>();

  @Option(
      names = "--ip",
      paramLabel = "IP",
      description = "Address of the container in a network that was created.")
  @Nullable String address;

  @Option(
      names = {"-p", "--publish"},
      paramLabel = "[IP:][PORT:]PORT[/udp]",
      description = "Port of the container that this machine's clients reach.")
  List<String> ports = new ArrayList<>();

  @Option(
      names = {"-P", "--publish-all"},
      description = "Publish what the image exposes, on free ports.")
  boolean allPorts;

  @Option(names = "--hostname", paramLabel = "NAME", description = "Host name of the container.")
  @Nullable String hostname;

  @Option(
      names = "--add-host",
      paramLabel = "NAME:IP",
      description = "Line in /etc/hosts; host-gateway is this machine.")
  List<String> hosts = new ArrayList<>();

  @Option(names = "--dns", paramLabel = "IP", description = "Name server.")
  List<String> servers = new ArrayList<>();

  @Option(
      names = "--dns-search",
      paramLabel = "DOMAIN",
      description = "Domain that short names are looked up in.")
  List<String> search = new ArrayList<>();

  @Option(names = "--dns-option", paramLabel = "OPTION", description = "Option of resolv.conf.")
  List<String> options = new ArrayList<>();

  NetworkOptions network() {
    try {
      return NetworkWord.apply(network, aliases, address, NetworkOptions.DEFAULT)
          .withPorts(ports.stream().flatMap(word -> PortWords.parse(word).stream()).toList())
          .withAllPorts(allPorts)
          .withHostname(hostname)
          .withHosts(hosts.stream().map(ExtraHost::parse).toList())
          .withDns(new Dns(servers, search, options));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), e.getMessage(), e);
    }
  }
}
