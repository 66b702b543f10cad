package dev.jbuild.runner.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network that a container is to be in.
 *
 * @param network name or id
 * @param aliases more names of the container there
 * @param address null for any that is free
 */
public record PlaceRequest(String network, List<String> aliases, @Nullable String address) {
  public PlaceRequest {
    aliases = List.copyOf(aliases);
  }
}
