package dev.jbuild.executor;

import java.nio.file.Path;

/**
 * A network that several containers share.
 *
 * @param directory where its holder keeps its socket; must exist
 * @param subnet as in {@code 10.0.0.0/24}, of 8 to 25 bits
 * @param gateway the address of its name server, and of its way out
 * @param internal whether there is no way out
 */
public record NetworkSpec(
    Path directory, String name, String subnet, String gateway, boolean internal) {
  public NetworkSpec {
    directory = directory.toAbsolutePath().normalize();
  }

  /** The bits of the network's address. */
  public int prefix() {
    return Integer.parseInt(subnet.substring(subnet.indexOf('/') + 1));
  }
}
