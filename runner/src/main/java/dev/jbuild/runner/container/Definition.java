package dev.jbuild.runner.container;

import dev.jbuild.oci.json.Json;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.PlaceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a container was asked to be; only its name and its address ever change. It is kept in the
 * form in which {@code docker inspect} shows it, without what changes.
 */
public final class Definition {
  static final String FILE = "container.json";

  private final Map<String, @Nullable Object> json;

  Definition(Map<String, @Nullable Object> json) {
    this.json = json;
  }

  static Definition read(Path directory) throws IOException {
    Object json = Json.parse(Files.readAllBytes(directory.resolve(FILE)));
    return new Definition(copy(json));
  }

  void write(Path directory) throws IOException {
    Files.write(directory.resolve(FILE), Json.write(json));
  }

  /** In place of what is there, whole or not at all. */
  void replace(Path directory) throws IOException {
    Path made = directory.resolve(FILE + ".new");
    Files.write(made, Json.write(json));
    Files.move(made, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  Definition renamed(String name) {
    String old = name();
    Map<String, @Nullable Object> changed = json();
    changed.put("Name", "/" + name);
    return new Definition(changed)
        .withEndpoint(
            endpoint ->
                endpoint.computeIfPresent(
                    "DNSNames",
                    (key, names) ->
                        listed(names).stream()
                            .map(each -> each.equals(old) ? name : each)
                            .toList()));
  }

  /** The same at another address of its network. */
  Definition readdressed(String address) {
    return withEndpoint(
        endpoint -> {
          endpoint.put("IPAddress", address);
          endpoint.put("MacAddress", Endpoints.mac(address));
        });
  }

  /** With a change of what is known of the network that it shares with others, if it is in one. */
  private Definition withEndpoint(Consumer<Map<String, @Nullable Object>> change) {
    PlaceRequest place = place();
    if (place == null) {
      return this;
    }
    Map<String, @Nullable Object> endpoint =
        copy(value("NetworkSettings", "Networks", place.network()));
    change.accept(endpoint);
    Map<String, @Nullable Object> settings = copy(value("NetworkSettings"));
    settings.put("Networks", Map.of(place.network(), endpoint));
    Map<String, @Nullable Object> changed = json();
    changed.put("NetworkSettings", settings);
    return new Definition(changed);
  }

  private static Map<String, @Nullable Object> copy(@Nullable Object object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    }
    return copy;
  }

  /** The whole, to be added to. */
  public Map<String, @Nullable Object> json() {
    return copy(json);
  }

  private @Nullable Object value(String... path) {
    Object value = json;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }

  private String text(String... path) {
    return value(path) instanceof String text ? text : "";
  }

  private List<String> texts(String... path) {
    return listed(value(path));
  }

  private static List<String> listed(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  public String id() {
    return text("Id");
  }

  public String name() {
    return text("Name").substring(1);
  }

  public Instant created() {
    return Instant.parse(text("Created"));
  }

  /** As the user called it. */
  public String image() {
    return text("Config", "Image");
  }

  public String imageId() {
    return text("Image");
  }

  /** Program and arguments. */
  public List<String> command() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(text("Path")), texts("Args").stream())
        .toList();
  }

  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    copy(value("Config", "Labels")).forEach((name, value) -> labels.put(name, "" + value));
    return labels;
  }

  List<String> env() {
    return texts("Config", "Env");
  }

  String user() {
    return text("Config", "User");
  }

  String workingDirectory() {
    String directory = text("Config", "WorkingDir");
    return directory.isEmpty() ? "/" : directory;
  }

  public boolean tty() {
    return Boolean.TRUE.equals(value("Config", "Tty"));
  }

  public String stopSignal() {
    String signal = text("Config", "StopSignal");
    return signal.isEmpty() ? "SIGTERM" : signal;
  }

  /** Seconds, null for the default. */
  public @Nullable Integer stopTimeout() {
    return value("Config", "StopTimeout") instanceof Long seconds ? seconds.intValue() : null;
  }

  public boolean autoRemove() {
    return Boolean.TRUE.equals(value("HostConfig", "AutoRemove"));
  }

  public List<Mounted> mounts() {
    return value("Mounts") instanceof List<?> list
        ? list.stream().map(each -> Mounted.of(copy(each))).toList()
        : List.of();
  }

  /** Ports of the container, as {@code 80/tcp}, and where they were asked to be published. */
  public Map<String, List<Binding>> ports() {
    Map<String, List<Binding>> ports = new TreeMap<>();
    copy(value("HostConfig", "PortBindings"))
        .forEach(
            (port, bindings) -> {
              if (bindings instanceof List<?> list) {
                ports.put(port, list.stream().map(each -> Binding.of(copy(each))).toList());
              }
            });
    return ports;
  }

  public List<String> exposedPorts() {
    return List.copyOf(copy(value("Config", "ExposedPorts")).keySet());
  }

  /** What it needs of a network that several share, null for another network. */
  @Nullable PlaceRequest place() {
    Map<String, @Nullable Object> networks = copy(value("NetworkSettings", "Networks"));
    for (String network :
        Networks.isOwnWord(networkMode()) ? Set.<String>of() : networks.keySet()) {
      String address = text("NetworkSettings", "Networks", network, "IPAddress");
      return new PlaceRequest(
          network, texts("NetworkSettings", "Networks", network, "Aliases"), address);
    }
    return null;
  }

  /** Of a network that several share; empty when the user did not say which. */
  String askedAddress() {
    PlaceRequest place = place();
    return place == null
        ? ""
        : text("NetworkSettings", "Networks", place.network(), "IPAMConfig", "IPv4Address");
  }

  String networkId() {
    PlaceRequest place = place();
    return place == null ? "" : text("NetworkSettings", "Networks", place.network(), "NetworkID");
  }

  /** Whether its ports are its own. */
  boolean hasNetwork() {
    return !networkMode().equals("host");
  }

  public String networkMode() {
    return text("HostConfig", "NetworkMode");
  }

  /** A place of this machine; a host port is empty for a free one, or a range. */
  public record Binding(String hostAddress, String hostPort) {
    static Binding of(Map<String, ?> json) {
      return new Binding("" + json.get("HostIp"), "" + json.get("HostPort"));
    }
  }

  /**
   * Something that the container sees.
   *
   * @param type volume, bind or tmpfs
   * @param name of a volume, else empty
   */
  public record Mounted(
      String type, String name, String source, String target, boolean writable, boolean anonymous) {
    static Mounted of(Map<String, ?> json) {
      return new Mounted(
          "" + json.get("Type"),
          json.get("Name") instanceof String name ? name : "",
          "" + json.get("Source"),
          "" + json.get("Destination"),
          Boolean.TRUE.equals(json.get("RW")),
          Boolean.TRUE.equals(json.get("Anonymous")));
    }

    Map<String, @Nullable Object> toJson() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("Type", type);
      if (!name.isEmpty()) {
        json.put("Name", name);
      }
      json.put("Source", source);
      json.put("Destination", target);
      if (type.equals("volume")) {
        json.put("Driver", "local");
        json.put("Anonymous", anonymous);
      }
      json.put("Mode", "");
      json.put("RW", writable);
      json.put("Propagation", type.equals("bind") ? "rprivate" : "");
      return json;
    }
  }
}
