package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a container in a network that several share.
 *
 * @param directory of the network, whose holder must run
 * @param address IPv4, which nobody else has there
 * @param prefix bits of the network's address
 * @param gateway its way out, null for none
 * @param server IPv4 address of the server for names that are not the network's, null for the
 *     machine's
 * @param names by which the others find the container; its address is told to have the first
 */
public record Membership(
    Path directory,
    String address,
    int prefix,
    @Nullable String gateway,
    @Nullable String server,
    List<String> names) {
  private static final int MOST_NAMES = 60;

  public Membership {
    directory = directory.toAbsolutePath().normalize();
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() > MOST_NAMES) {
      throw new IllegalArgumentException(
          "a container has 1 to " + MOST_NAMES + " names in a network, not " + names.size());
    }
  }
}
