package dev.jbuild.runner.container;

import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.Membership;
import dev.jbuild.executor.NetworkMode;
import dev.jbuild.runner.network.NetworkPlace;
import dev.jbuild.runner.network.PlaceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The networks of a container in the words of {@code docker inspect}, as they are when it runs. */
final class Endpoints {
  private static final int PRIVATE_PREFIX = 24;
  private static final String PRIVATE_GATEWAY = "10.0.2.2";

  /** What has no value in a container that does not run. */
  private static final List<String> FLEETING = List.of("Gateway", "IPAddress", "MacAddress");

  private Endpoints() {}

  /** What {@code --network} was, as its own word or as the name of a network. */
  static String mode(ContainerSpec spec, @Nullable PlaceRequest shared) {
    return shared == null ? spec.network().name().toLowerCase(Locale.ROOT) : shared.network();
  }

  /** By name of the network; there is one. */
  static Map<String, Object> of(
      ContainerSpec spec, @Nullable PlaceRequest shared, @Nullable NetworkPlace place) {
    Membership membership = spec.membership();
    if (shared == null || membership == null || place == null) {
      boolean mine = spec.network() == NetworkMode.PRIVATE;
      return Map.of(
          mode(spec, null),
          mine
              ? endpoint(
                  null, "", PRIVATE_GATEWAY, NetworkMode.ADDRESS, PRIVATE_PREFIX, List.of(), "")
              : endpoint(null, "", "", "", 0, List.of(), ""));
    }
    String gateway = membership.gateway();
    Map<String, @Nullable Object> endpoint =
        endpoint(
            shared,
            place.networkId(),
            gateway == null ? "" : gateway,
            membership.address(),
            membership.prefix(),
            membership.names(),
            mac(membership.address()));
    return Map.of(shared.network(), endpoint);
  }

  private static Map<String, @Nullable Object> endpoint(
      @Nullable PlaceRequest shared,
      String networkId,
      String gateway,
      String address,
      int prefix,
      List<String> names,
      String mac) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    String asked = shared == null ? null : shared.address();
    json.put("IPAMConfig", asked == null ? null : Map.of("IPv4Address", asked));
    json.put("Links", null);
    json.put("Aliases", shared == null || shared.aliases().isEmpty() ? null : shared.aliases());
    json.put("MacAddress", mac);
    json.put("NetworkID", networkId);
    json.put("Gateway", gateway);
    json.put("IPAddress", address);
    json.put("IPPrefixLen", prefix);
    json.put("IPv6Gateway", "");
    json.put("GlobalIPv6Address", "");
    json.put("GlobalIPv6PrefixLen", 0);
    json.put("DNSNames", names.isEmpty() ? null : names);
    return json;
  }

  /** As the helper makes it of the address (tap.c). */
  static String mac(String address) {
    StringBuilder text = new StringBuilder("02:42");
    for (String part : address.split("\\.", -1)) {
      text.append(String.format(Locale.ROOT, ":%02x", Integer.parseInt(part)));
    }
    return text.toString();
  }

  /** The networks of a container that does not run: it has no address now. */
  static Map<String, Object> atRest(Map<?, ?> networks) {
    Map<String, Object> json = new TreeMap<>();
    networks.forEach(
        (name, value) -> {
          Map<String, @Nullable Object> endpoint = new LinkedHashMap<>();
          if (value instanceof Map<?, ?> fields) {
            fields.forEach((key, each) -> endpoint.put("" + key, each));
          }
          FLEETING.forEach(key -> endpoint.replace(key, ""));
          endpoint.replace("IPPrefixLen", 0);
          json.put("" + name, endpoint);
        });
    return json;
  }
}
