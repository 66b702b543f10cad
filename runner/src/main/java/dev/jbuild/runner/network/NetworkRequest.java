package dev.jbuild.runner.network;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network to make.
 *
 * @param subnet null for one that is free
 * @param gateway IPv4 address in the subnet, null for its first
 * @param internal whether it has no way out
 */
public record NetworkRequest(
    String name,
    @Nullable Subnet subnet,
    @Nullable String gateway,
    boolean internal,
    Map<String, String> labels) {
  public NetworkRequest {
    labels = Map.copyOf(labels);
    Network.checkName(name);
    if (gateway != null) {
      if (subnet == null) {
        throw new IllegalArgumentException("a gateway needs a subnet: --subnet ADDRESS/BITS");
      }
      subnet.checkGateway(gateway);
    }
  }
}
