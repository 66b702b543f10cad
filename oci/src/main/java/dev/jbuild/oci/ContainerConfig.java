package dev.jbuild.oci;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a container of the image starts with (image-spec, config.md, "config"; with Docker's Shell,
 * OnBuild, Healthcheck). {@code entrypoint}, {@code cmd} and {@code shell} are null when not set,
 * which differs from an empty list. {@code env} holds {@code NAME=value} in order, each name once.
 */
public record ContainerConfig(
    @Nullable String user,
    SortedSet<String> exposedPorts,
    List<String> env,
    @Nullable List<String> entrypoint,
    @Nullable List<String> cmd,
    SortedSet<String> volumes,
    @Nullable String workingDir,
    Map<String, String> labels,
    @Nullable String stopSignal,
    @Nullable List<String> shell,
    List<String> onBuild,
    @Nullable Healthcheck healthcheck) {

  public static final ContainerConfig EMPTY =
      new ContainerConfig(
          null,
          new TreeSet<>(),
          List.of(),
          null,
          null,
          new TreeSet<>(),
          null,
          Map.of(),
          null,
          null,
          List.of(),
          null);

  public ContainerConfig {
    exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
    env = List.copyOf(env);
    entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
    cmd = cmd == null ? null : List.copyOf(cmd);
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    shell = shell == null ? null : List.copyOf(shell);
    onBuild = List.copyOf(onBuild);
  }

  /** The value of an environment variable, or null. */
  public @Nullable String env(String name) {
    for (String entry : env) {
      if (entry.startsWith(name) && entry.indexOf('=') == name.length()) {
        return entry.substring(name.length() + 1);
      }
    }
    return null;
  }

  public ContainerConfig withUser(@Nullable String value) {
    return with(draft -> draft.user = value);
  }

  public ContainerConfig withExposedPorts(Collection<String> added) {
    return with(draft -> draft.exposedPorts.addAll(added));
  }

  /** Sets a variable; one that is there keeps its place. */
  public ContainerConfig withEnv(String name, String value) {
    return with(draft -> draft.setEnv(name, value));
  }

  public ContainerConfig withEntrypoint(@Nullable List<String> value) {
    return with(draft -> draft.entrypoint = value);
  }

  public ContainerConfig withCmd(@Nullable List<String> value) {
    return with(draft -> draft.cmd = value);
  }

  public ContainerConfig withVolumes(Collection<String> added) {
    return with(draft -> draft.volumes.addAll(added));
  }

  public ContainerConfig withWorkingDir(@Nullable String value) {
    return with(draft -> draft.workingDir = value);
  }

  public ContainerConfig withLabels(Map<String, String> added) {
    return with(draft -> draft.labels.putAll(added));
  }

  public ContainerConfig withStopSignal(@Nullable String value) {
    return with(draft -> draft.stopSignal = value);
  }

  public ContainerConfig withShell(@Nullable List<String> value) {
    return with(draft -> draft.shell = value);
  }

  public ContainerConfig withOnBuild(List<String> value) {
    return with(draft -> draft.onBuild = value);
  }

  public ContainerConfig withHealthcheck(@Nullable Healthcheck value) {
    return with(draft -> draft.healthcheck = value);
  }

  private ContainerConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** A copy on its way to being a config again. */
  private static final class Draft {
    private @Nullable String user;
    private final SortedSet<String> exposedPorts;
    private final List<String> env;
    private @Nullable List<String> entrypoint;
    private @Nullable List<String> cmd;
    private final SortedSet<String> volumes;
    private @Nullable String workingDir;
    private final Map<String, String> labels;
    private @Nullable String stopSignal;
    private @Nullable List<String> shell;
    private List<String> onBuild;
    private @Nullable Healthcheck healthcheck;

    Draft(ContainerConfig config) {
      user = config.user;
      exposedPorts = new TreeSet<>(config.exposedPorts);
      env = new ArrayList<>(config.env);
      entrypoint = config.entrypoint;
      cmd = config.cmd;
      volumes = new TreeSet<>(config.volumes);
      workingDir = config.workingDir;
      labels = new TreeMap<>(config.labels);
      stopSignal = config.stopSignal;
      shell = config.shell;
      onBuild = config.onBuild;
      healthcheck = config.healthcheck;
    }

    void setEnv(String name, String value) {
      int place = 0;
      while (place < env.size() && !env.get(place).startsWith(name + "=")) {
        place++;
      }
      if (place < env.size()) {
        env.set(place, name + "=" + value);
      } else {
        env.add(name + "=" + value);
      }
    }

    ContainerConfig done() {
      return new ContainerConfig(
          user,
          exposedPorts,
          env,
          entrypoint,
          cmd,
          volumes,
          workingDir,
          labels,
          stopSignal,
          shell,
          onBuild,
          healthcheck);
    }
  }

  static ContainerConfig fromJson(@Nullable Object json) {
    if (json == null) {
      return EMPTY;
    }
    JsonObject object = JsonObject.of(json, "config");
    return new ContainerConfig(
        emptyAsNull(object.optionalString("User")),
        new TreeSet<>(object.names("ExposedPorts")),
        object.strings("Env"),
        object.optionalStrings("Entrypoint"),
        object.optionalStrings("Cmd"),
        new TreeSet<>(object.names("Volumes")),
        emptyAsNull(object.optionalString("WorkingDir")),
        object.stringMap("Labels"),
        emptyAsNull(object.optionalString("StopSignal")),
        object.optionalStrings("Shell"),
        object.strings("OnBuild"),
        Healthcheck.fromJson(object.value("Healthcheck")));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "User", user);
    putSet(json, "ExposedPorts", exposedPorts);
    put(json, "Env", env.isEmpty() ? null : env);
    put(json, "Entrypoint", entrypoint);
    put(json, "Cmd", cmd);
    put(json, "Healthcheck", healthcheck == null ? null : healthcheck.toJson());
    putSet(json, "Volumes", volumes);
    put(json, "WorkingDir", workingDir);
    put(json, "Labels", labels.isEmpty() ? null : labels);
    put(json, "OnBuild", onBuild.isEmpty() ? null : onBuild);
    put(json, "StopSignal", stopSignal);
    put(json, "Shell", shell);
    return json;
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void putSet(Map<String, Object> json, String name, SortedSet<String> values) {
    if (!values.isEmpty()) {
      Map<String, Object> set = new LinkedHashMap<>();
      values.forEach(value -> set.put(value, Map.of()));
      json.put(name, set);
    }
  }

  private static @Nullable String emptyAsNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
