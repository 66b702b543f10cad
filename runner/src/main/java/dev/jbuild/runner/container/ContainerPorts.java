package dev.jbuild.runner.container;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the ports of a running container are reached. */
public final class ContainerPorts {
  private ContainerPorts() {}

  /**
   * A port of a container.
   *
   * @param inside as {@code 80/tcp}
   * @param host where it is published, null for nowhere
   */
  public record Port(String inside, @Nullable String hostAddress, @Nullable String host) {
    /** As {@code docker ps} shows it. */
    public String shown() {
      return host == null ? inside : place() + "->" + inside;
    }

    /** Address and port of this machine. */
    public String place() {
      String address = hostAddress == null || hostAddress.isEmpty() ? "0.0.0.0" : hostAddress;
      return (address.contains(":") ? "[" + address + "]" : address) + ":" + host;
    }
  }

  /** The published ports, and those that are only exposed; none of a container that has ended. */
  public static List<Port> of(Listed container) {
    if (!container.state().isRunning()) {
      return List.of();
    }
    Map<String, List<Definition.Binding>> bindings = container.definition().ports();
    List<String> chosen = new ArrayList<>(container.state().ports());
    List<Port> ports = new ArrayList<>();
    bindings.forEach(
        (inside, places) ->
            places.forEach(
                place ->
                    ports.add(
                        new Port(inside, place.hostAddress(), hostPort(place, inside, chosen)))));
    for (String exposed : container.definition().exposedPorts()) {
      String inside = exposed.contains("/") ? exposed : exposed + "/tcp";
      if (!bindings.containsKey(inside) && container.definition().hasNetwork()) {
        ports.add(new Port(inside, null, null));
      }
    }
    ports.sort(Comparator.comparing(Port::inside));
    return ports;
  }

  /** What the helper chose is among its words in the order in which it was asked. */
  private static @Nullable String hostPort(
      Definition.Binding place, String inside, List<String> chosen) {
    if (place.hostPort().matches("[0-9]+")) {
      return place.hostPort();
    }
    for (String word : chosen) {
      if (word.endsWith("->" + inside)) {
        chosen.remove(word);
        String outside = word.substring(0, word.indexOf("->"));
        return outside.substring(outside.lastIndexOf(':') + 1);
      }
    }
    return null;
  }
}
