package dev.jbuild.runner.network;

import dev.jbuild.executor.ExecutorException;
import dev.jbuild.executor.Membership;
import dev.jbuild.executor.NetworkClient;
import dev.jbuild.executor.NetworkLease;
import dev.jbuild.executor.NetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An address of a network that is kept for a container until this is closed. It is closed once the
 * container runs, or failed to.
 */
public final class NetworkPlace implements AutoCloseable {
  private final Network network;
  private final Path directory;
  private final List<String> aliases;
  private final NetworkLease lease;

  private NetworkPlace(Network network, Path directory, List<String> aliases, NetworkLease lease) {
    this.network = network;
    this.directory = directory;
    this.aliases = aliases;
    this.lease = lease;
  }

  static NetworkPlace take(
      NetworkClient client, Network network, Path directory, PlaceRequest request)
      throws IOException {
    NetworkSpec spec =
        new NetworkSpec(
            directory,
            network.name(),
            network.subnet().toString(),
            network.gateway(),
            network.internal());
    try {
      NetworkLease lease = client.lease(spec, request.address());
      return new NetworkPlace(network, directory, request.aliases(), lease);
    } catch (ExecutorException e) {
      throw new IOException("network " + network.name() + ": " + e.getMessage(), e);
    }
  }

  public String address() {
    return lease.address();
  }

  public String networkId() {
    return network.id();
  }

  /** Of its name server, which knows the containers of the network. */
  public String nameServer() {
    return network.gateway();
  }

  /**
   * What the container joins with.
   *
   * @param names of the container, what it is called first; its aliases come after them
   * @param server IPv4 address of the server for names that are not the network's, null for the
   *     machine's
   */
  public Membership membership(List<String> names, @Nullable String server) {
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(aliases);
    return new Membership(
        directory,
        lease.address(),
        network.subnet().prefix(),
        network.internal() ? null : network.gateway(),
        server,
        new ArrayList<>(all));
  }

  @Override
  public void close() throws ExecutorException {
    lease.close();
  }
}
