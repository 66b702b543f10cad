package dev.jbuild.cli.command;

import dev.jbuild.executor.NetworkUser;
import dev.jbuild.runner.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All about a network, by the names that docker has for it. */
final class NetworkDetails {
  private NetworkDetails() {}

  static Map<String, Object> of(Network network, List<NetworkUser> users) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Name", network.name());
    all.put("Id", network.id());
    all.put("Created", network.created().toString());
    all.put("Scope", "local");
    all.put("Driver", "bridge");
    all.put("EnableIPv4", true);
    all.put("EnableIPv6", false);
    all.put(
        "IPAM",
        Map.of(
            "Config",
            List.of(Map.of("Subnet", network.subnet().toString(), "Gateway", network.gateway()))));
    all.put("Internal", network.internal());
    Map<String, Object> containers = new LinkedHashMap<>();
    for (NetworkUser user : users) {
      if (!user.names().isEmpty()) {
        containers.put(user.names().getFirst(), container(network, user));
      }
    }
    all.put("Containers", containers);
    all.put("Labels", network.labels());
    return all;
  }

  private static Map<String, Object> container(Network network, NetworkUser user) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("Name", user.names().getFirst());
    container.put("IPv4Address", user.address() + "/" + network.subnet().prefix());
    container.put("DNSNames", user.names());
    return container;
  }
}
