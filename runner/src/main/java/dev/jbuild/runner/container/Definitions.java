package dev.jbuild.runner.container;

import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.executor.PublishedPort;
import dev.jbuild.executor.Security;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.network.NetworkPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what a container is in the words of {@code docker inspect}.
 *
 * @param place in a network that several share, null for another network
 */
record Definitions(
    String id,
    String name,
    RunRequest request,
    ListedOptions options,
    @Nullable NetworkPlace place) {
  Definition of(ContainerSpec spec, List<Definition.Mounted> mounts) {
    List<String> args = spec.process().args();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Id", id);
    json.put("Created", Instant.now().toString());
    json.put("Path", args.getFirst());
    json.put("Args", args.subList(1, args.size()));
    json.put("Image", options.imageId());
    json.put("Name", "/" + name);
    json.put("HostConfig", hostConfig(spec));
    json.put(
        "NetworkSettings",
        Map.of("Networks", Endpoints.of(spec, request.network().place(), place)));
    json.put("Mounts", mounts.stream().map(Definition.Mounted::toJson).toList());
    json.put("Config", config(spec));
    return new Definition(json);
  }

  private Map<String, @Nullable Object> hostConfig(ContainerSpec spec) {
    Confinement confinement = spec.confinement();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(
        "Binds",
        spec.mounts().stream()
            .filter(MountSpec.Bind.class::isInstance)
            .map(MountSpec.Bind.class::cast)
            .map(bind -> bind.source() + ":" + bind.target() + (bind.readOnly() ? ":ro" : ""))
            .toList());
    json.put("NetworkMode", Endpoints.mode(spec, request.network().place()));
    json.put("PortBindings", bindings(spec.ports()));
    json.put("RestartPolicy", options.restart().json());
    json.put("AutoRemove", options.autoRemove());
    json.put("Init", confinement.reaper());
    json.put("Privileged", confinement.security() == Security.INSECURE);
    json.put("ReadonlyRootfs", confinement.readOnlyRoot());
    json.put("ShmSize", confinement.shmSize());
    json.put("Memory", confinement.limits().memory());
    json.put("PidsLimit", confinement.limits().pids());
    return json;
  }

  private static Map<String, Object> bindings(List<PublishedPort> ports) {
    Map<String, Object> json = new TreeMap<>();
    for (PublishedPort port : ports) {
      String inside = port.containerPort() + "/" + port.protocol().name().toLowerCase(Locale.ROOT);
      String address = port.hostAddress() == null ? "" : port.hostAddress();
      List<Object> places = new ArrayList<>();
      if (json.get(inside) instanceof List<?> earlier) {
        places.addAll(earlier);
      }
      Map<String, Object> place = new LinkedHashMap<>();
      place.put("HostIp", address);
      place.put("HostPort", hostPort(port));
      places.add(place);
      json.put(inside, places);
    }
    return json;
  }

  private static String hostPort(PublishedPort port) {
    if (port.firstHostPort() == 0) {
      return "";
    }
    return port.firstHostPort() == port.lastHostPort()
        ? "" + port.firstHostPort()
        : port.firstHostPort() + "-" + port.lastHostPort();
  }

  private Map<String, @Nullable Object> config(ContainerSpec spec) {
    ContainerConfig image = request.image().config();
    Map<String, String> labels = new TreeMap<>(image.labels());
    labels.putAll(options.labels());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Hostname", spec.hostname());
    json.put("User", spec.process().user());
    json.put("Tty", spec.process().tty());
    json.put("OpenStdin", options.openStdin());
    json.put("Env", spec.process().env());
    json.put("Cmd", cmd(image));
    json.put("Image", options.image());
    Map<String, Object> health = options.health().json(image, spec.process());
    if (health != null) {
      json.put("Healthcheck", health);
    }
    json.put("Volumes", empties(image.volumes()));
    json.put("ExposedPorts", empties(image.exposedPorts()));
    json.put("WorkingDir", spec.process().cwd());
    json.put("Entrypoint", entrypoint(image));
    json.put("Labels", labels);
    String signal = options.stopSignal() == null ? image.stopSignal() : options.stopSignal();
    json.put("StopSignal", signal == null || signal.isEmpty() ? "SIGTERM" : signal);
    if (options.stopTimeout() != null) {
      json.put("StopTimeout", options.stopTimeout());
    }
    return json;
  }

  private @Nullable List<String> cmd(ContainerConfig image) {
    List<String> command = request.process().command();
    boolean ofImage = command.isEmpty() && request.process().entrypoint() == null;
    return ofImage ? image.cmd() : command;
  }

  private @Nullable List<String> entrypoint(ContainerConfig image) {
    String entrypoint = request.process().entrypoint();
    if (entrypoint == null) {
      return image.entrypoint();
    }
    return entrypoint.isEmpty() ? List.of() : List.of(entrypoint);
  }

  private static Map<String, Object> empties(Iterable<String> names) {
    Map<String, Object> json = new TreeMap<>();
    names.forEach(name -> json.put(name, Map.of()));
    return json;
  }
}
