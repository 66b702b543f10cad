package dev.jbuild.builder.cdi;

import dev.jbuild.executor.DeviceSpec;
import dev.jbuild.executor.MountSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads files of devices of one kind, in JSON or in YAML, which holds JSON. */
final class CdiSpec {
  private CdiSpec() {}

  /**
   * The devices of a file by their names; none when they are of another kind.
   *
   * @throws IOException when it cannot be read, or asks for what cannot be given; names the file
   */
  static Map<String, CdiEdits> read(Path file, String kind) throws IOException {
    try {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      Map<?, ?> spec = object(yaml.load(Files.readString(file, StandardCharsets.UTF_8)));
      Map<String, CdiEdits> devices = new LinkedHashMap<>();
      if (kind.equals(spec.get("kind"))) {
        CdiEdits common = edits(object(spec.get("containerEdits")));
        for (Object device : list(spec.get("devices"))) {
          Map<?, ?> fields = object(device);
          CdiEdits own = edits(object(fields.get("containerEdits")));
          devices.put(text(fields, "name"), common.and(own));
        }
      }
      return devices;
    } catch (YAMLException | IllegalArgumentException | ClassCastException e) {
      throw new IOException("the CDI file " + file + ": " + e.getMessage(), e);
    }
  }

  private static CdiEdits edits(Map<?, ?> edits) {
    if (!list(edits.get("hooks")).isEmpty()) {
      throw new IllegalArgumentException("hooks are not supported");
    }
    List<String> env = list(edits.get("env")).stream().map(String::valueOf).toList();
    List<DeviceSpec> devices = new ArrayList<>();
    for (Object node : list(edits.get("deviceNodes"))) {
      devices.add(device(object(node)));
    }
    List<MountSpec> mounts = new ArrayList<>();
    for (Object mount : list(edits.get("mounts"))) {
      mounts.add(mount(object(mount)));
    }
    return new CdiEdits(env, devices, mounts);
  }

  private static DeviceSpec device(Map<?, ?> node) {
    String target = text(node, "path");
    Object source = node.get("hostPath");
    Object permissions = node.get("permissions");
    return new DeviceSpec(
        Path.of(source == null ? target : source.toString()),
        target,
        permissions == null ? "rwm" : permissions.toString());
  }

  private static MountSpec mount(Map<?, ?> mount) {
    return MountSpec.bind(
        Path.of(text(mount, "hostPath")),
        text(mount, "containerPath"),
        list(mount.get("options")).contains("ro"));
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value == null ? Map.of() : (Map<?, ?>) value;
  }

  private static List<?> list(@Nullable Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  private static String text(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the field \"" + name + "\" is missing");
    }
    return value.toString();
  }
}
