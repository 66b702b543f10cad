package dev.jbuild.runner.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All about a container, in the form of {@code docker inspect}. */
public final class ContainerDetails {
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private ContainerDetails() {}

  public static Map<String, @Nullable Object> of(Listed container) {
    Map<String, @Nullable Object> json = container.definition().json();
    Map<String, @Nullable Object> state = state(container.state());
    if (container.health() != null) {
      state.put("Health", container.health().json());
    }
    json.put("State", state);
    json.put("RestartCount", container.state().restarts());
    json.put("LogPath", container.directory().resolve("log").toString());
    Map<String, @Nullable Object> network = new TreeMap<>();
    if (json.get("NetworkSettings") instanceof Map<?, ?> kept) {
      kept.forEach((name, value) -> network.put("" + name, value));
    }
    if (!container.state().isRunning() && network.get("Networks") instanceof Map<?, ?> networks) {
      network.put("Networks", Endpoints.atRest(networks));
    }
    network.put("Ports", ports(container));
    json.put("NetworkSettings", network);
    return json;
  }

  private static Map<String, @Nullable Object> state(ContainerState state) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Status", state.status().word());
    json.put("Running", state.isRunning());
    json.put("Paused", false);
    json.put("Restarting", state.status() == Status.RESTARTING);
    json.put("OOMKilled", state.outOfMemory());
    json.put("Dead", false);
    json.put("Pid", state.pid());
    json.put("ExitCode", state.exitCode());
    json.put("Error", state.error());
    json.put("StartedAt", time(state.started()));
    json.put("FinishedAt", time(state.finished()));
    return json;
  }

  private static String time(@Nullable Instant time) {
    return time == null ? NEVER : time.toString();
  }

  private static Map<String, @Nullable Object> ports(Listed container) {
    Map<String, @Nullable Object> json = new TreeMap<>();
    for (ContainerPorts.Port port : ContainerPorts.of(container)) {
      List<Object> places = new ArrayList<>();
      if (json.get(port.inside()) instanceof List<?> earlier) {
        places.addAll(earlier);
      }
      if (port.host() != null) {
        String address = port.hostAddress();
        places.add(
            new TreeMap<>(
                Map.of(
                    "HostIp",
                    address == null || address.isEmpty() ? "0.0.0.0" : address,
                    "HostPort",
                    port.host())));
      }
      json.put(port.inside(), places.isEmpty() ? null : places);
    }
    return json;
  }
}
