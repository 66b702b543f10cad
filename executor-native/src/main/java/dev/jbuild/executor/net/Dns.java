package dev.jbuild.executor.net;

import java.util.List;

/**
 * How a container asks for names; what is empty is as on the host.
 *
 * @param servers IP addresses
 * @param search domains that are tried after a short name; {@code .} alone is none
 * @param options of resolv.conf(5)
 */
public record Dns(List<String> servers, List<String> search, List<String> options) {
  /** All as on the host. */
  public static final Dns OF_HOST = new Dns(List.of(), List.of(), List.of());

  public Dns {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
    options = List.copyOf(options);
    for (String server : servers) {
      if (!ExtraHost.isAddress(server)) {
        throw new IllegalArgumentException(
            "a name server is an IP address, not \"" + server + "\"");
      }
    }
    for (String domain : search) {
      if (domain.isBlank() || domain.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException("no domain to search: \"" + domain + "\"");
      }
    }
  }
}
