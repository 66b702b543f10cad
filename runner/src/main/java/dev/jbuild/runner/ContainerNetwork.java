package dev.jbuild.runner;

import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.NetworkMode;
import dev.jbuild.runner.network.NetworkPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container gets for the network that was asked for.
 *
 * @param place where it is in a network that several share, null for another mode
 */
record ContainerNetwork(NetworkOptions options, NetworkMode mode, @Nullable NetworkPlace place) {
  static ContainerNetwork of(NetworkOptions options, @Nullable NetworkPlace place) {
    return new ContainerNetwork(options, mode(options.network()), place);
  }

  private static NetworkMode mode(RunNetwork network) {
    return switch (network) {
      case HOST -> NetworkMode.HOST;
      case NONE -> NetworkMode.NONE;
      case PRIVATE -> NetworkMode.PRIVATE;
      case SHARED -> NetworkMode.SHARED;
    };
  }

  List<FileSpec> files(String hostname, boolean published) throws IOException {
    String server = place == null ? null : place.nameServer();
    return new NetworkFiles(options, mode, hostname, address(published), server).files();
  }

  private @Nullable String address(boolean published) {
    if (place != null) {
      return place.address();
    }
    return mode == NetworkMode.PRIVATE || published ? NetworkMode.ADDRESS : null;
  }

  /**
   * The container, in its network.
   *
   * @param names of the container beside its host name and its aliases, the short id last
   */
  ContainerSpec join(ContainerSpec spec, List<String> names) {
    if (place == null) {
      return spec.withNetwork(mode);
    }
    List<String> all = new ArrayList<>(names);
    if (options.hostname() != null) {
      all.add(all.size() - 1, options.hostname());
    }
    List<String> servers = options.dns().servers();
    return spec.withMembership(
        place.membership(all, servers.isEmpty() ? null : servers.getFirst()));
  }
}
