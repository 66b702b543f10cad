package dev.jbuild.executor;

import java.util.List;

/**
 * Who uses a network.
 *
 * @param address IPv4
 * @param names of the container; none when it is about to start
 */
public record NetworkUser(String address, List<String> names) {
  public NetworkUser {
    names = List.copyOf(names);
  }
}
