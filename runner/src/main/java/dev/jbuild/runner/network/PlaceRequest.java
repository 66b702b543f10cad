package dev.jbuild.runner.network;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The network that a container is to be in.
 *
 * @param network name or id
 * @param aliases more names of the container there
 * @param address null for any that is free
 */
public record PlaceRequest(String network, List<String> aliases, @Nullable String address) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  public PlaceRequest {
    aliases = List.copyOf(aliases);
    Network.checkName(network);
    if (address != null && !ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "an address in a network is as 10.93.0.7, not \"" + address + "\"");
    }
  }
}
