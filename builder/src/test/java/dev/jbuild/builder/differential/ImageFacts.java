package dev.jbuild.builder.differential;

import dev.jbuild.oci.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What an image is, as a docker archive shows it: config, history and files by name, each fact as
 * text. Read by a library that jbuild's own code has nothing to do with.
 */
record ImageFacts(Map<String, String> facts) {
  /** What has no meaning for who runs the image, or cannot be equal. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "created",
          "container",
          "container_config",
          "docker_version",
          "rootfs",
          "id",
          "parent",
          "moby.buildkit.buildinfo.v1",
          "moby.buildkit.cache.v0",
          "ArgsEscaped");

  /** Reads the archive of one image. */
  static ImageFacts read(Path archive) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    Map<String, String> links = new HashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isSymbolicLink()) {
          Path link = Path.of(entry.getName()).resolveSibling(entry.getLinkName());
          links.put(entry.getName(), link.normalize().toString());
        } else if (entry.isFile()) {
          files.put(entry.getName(), tar.readAllBytes());
        }
      }
    }
    links.forEach((name, target) -> files.put(name, Objects.requireNonNull(files.get(target))));
    Map<?, ?> manifest = (Map<?, ?>) list(parse(files, "manifest.json")).getFirst();
    Map<String, String> facts = new TreeMap<>();
    config("", parse(files, String.valueOf(manifest.get("Config"))), facts);
    LayeredFiles layered = new LayeredFiles();
    for (Object layer : list(Objects.requireNonNull(manifest.get("Layers")))) {
      layered.apply(unpacked(Objects.requireNonNull(files.get(String.valueOf(layer)))));
    }
    facts.putAll(layered.facts());
    return new ImageFacts(facts);
  }

  private static Object parse(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(Json.parse(Objects.requireNonNull(files.get(name), name)));
  }

  private static List<?> list(Object json) {
    return (List<?>) json;
  }

  private static byte[] unpacked(byte[] layer) throws IOException {
    if (layer.length < 2 || layer[0] != 0x1f || layer[1] != (byte) 0x8b) {
      return layer;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(layer))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    }
  }

  private static void config(String path, Object json, Map<String, String> facts) {
    switch (json) {
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                String name = String.valueOf(key);
                if (!LEFT_OUT.contains(name) && isSaid(value)) {
                  config(path + "." + name, value, facts);
                }
              });
      case List<?> list ->
          facts.put(path, String.valueOf(list.stream().map(ImageFacts::flat).toList()));
      default -> facts.put(path, String.valueOf(json));
    }
  }

  /** A history entry without its time. */
  private static Object flat(Object json) {
    if (json instanceof Map<?, ?> map) {
      Map<String, Object> kept = new TreeMap<>();
      map.forEach((key, value) -> kept.put(String.valueOf(key), plain(String.valueOf(value))));
      kept.keySet().removeAll(LEFT_OUT);
      return "\n    " + kept;
    }
    return json;
  }

  /** Docker 20.10 shows no flags of copies and some values in a form of Go's. */
  private static String plain(String createdBy) {
    return createdBy
        .replaceAll("^(COPY|ADD)( --[a-z]+=\\S+)+", "$1")
        .replaceAll("(?s)^(HEALTHCHECK|EXPOSE|ARG) .*", "$1")
        .replaceAll("(?s)^RUN \\|.*?(?=/bin/|touch)", "RUN ");
  }

  /** Null, false, "" and an empty list mean the same as nothing at all. */
  private static boolean isSaid(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case String text -> !text.isEmpty();
      case Boolean flag -> flag;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  private static String only(String who, @Nullable String one, @Nullable String two) {
    if (one == null || two == null) {
      return "\n   " + who + ": " + one;
    }
    List<String> lines = new ArrayList<>(one.lines().toList());
    lines.removeAll(two.lines().toList());
    return "\n   " + who + ": " + String.join("\n      ", lines);
  }

  /** What differs, a line each. */
  List<String> differences(ImageFacts other) {
    Set<String> names = new TreeSet<>(facts.keySet());
    names.addAll(other.facts.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String one = facts.get(name);
      String two = other.facts.get(name);
      boolean pipe = two == null && one != null && one.startsWith("fifo"); // docker copies none
      if (!pipe && !Objects.equals(one, two)) {
        lines.add(name + only("jbuild", one, two) + only("docker", two, one));
      }
    }
    return lines;
  }
}
