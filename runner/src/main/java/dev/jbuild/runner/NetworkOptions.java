package dev.jbuild.runner;

import dev.jbuild.executor.PublishedPort;
import dev.jbuild.executor.net.Dns;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.runner.network.PlaceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network of a container, its names, and who reaches it.
 *
 * @param mode null for the host's, or a private one when ports are published
 * @param place the network that several containers share, null for another mode
 * @param ports that clients of this machine reach
 * @param allPorts whether the other ports that the image exposes are published, too, on free ports
 * @param hostname null for the host's in its network, else one made up
 * @param hosts more lines of /etc/hosts
 */
public record NetworkOptions(
    @Nullable RunNetwork mode,
    @Nullable PlaceRequest place,
    List<PublishedPort> ports,
    boolean allPorts,
    @Nullable String hostname,
    List<ExtraHost> hosts,
    Dns dns) {
  /** The host's network as it is. */
  public static final NetworkOptions DEFAULT =
      new NetworkOptions(null, null, List.of(), false, null, List.of(), Dns.OF_HOST);

  public NetworkOptions {
    ports = List.copyOf(ports);
    hosts = List.copyOf(hosts);
    HostName.check(hostname);
    if ((mode == RunNetwork.SHARED) != (place != null)) {
      throw new IllegalArgumentException("a shared network has a name, and no other has");
    }
    if (place != null && !dns.servers().isEmpty() && dns.servers().getFirst().contains(":")) {
      throw new IllegalArgumentException(
          "the name server of a network asks IPv4 addresses only, not " + dns.servers().getFirst());
    }
  }

  public NetworkOptions withMode(@Nullable RunNetwork value) {
    return new NetworkOptions(value, null, ports, allPorts, hostname, hosts, dns);
  }

  /** In a network that several containers share. */
  public NetworkOptions withPlace(PlaceRequest value) {
    return new NetworkOptions(RunNetwork.SHARED, value, ports, allPorts, hostname, hosts, dns);
  }

  public NetworkOptions withPorts(List<PublishedPort> value) {
    return new NetworkOptions(mode, place, value, allPorts, hostname, hosts, dns);
  }

  public NetworkOptions withAllPorts(boolean value) {
    return new NetworkOptions(mode, place, ports, value, hostname, hosts, dns);
  }

  public NetworkOptions withHostname(@Nullable String value) {
    return new NetworkOptions(mode, place, ports, allPorts, value, hosts, dns);
  }

  public NetworkOptions withHosts(List<ExtraHost> value) {
    return new NetworkOptions(mode, place, ports, allPorts, hostname, value, dns);
  }

  public NetworkOptions withDns(Dns value) {
    return new NetworkOptions(mode, place, ports, allPorts, hostname, hosts, value);
  }

  /** The network that the container gets: ports can be published only of one of its own. */
  RunNetwork network() {
    if (mode != null) {
      return mode;
    }
    return ports.isEmpty() && !allPorts ? RunNetwork.HOST : RunNetwork.PRIVATE;
  }
}
