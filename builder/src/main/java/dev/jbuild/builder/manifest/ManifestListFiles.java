package dev.jbuild.builder.manifest;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps manifest lists between commands: a file for each, in a directory of the user. */
record ManifestListFiles(Path directory) {

  Optional<ManifestList> find(ImageReference name) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file(name));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      List<ManifestList.Entry> entries = new ArrayList<>();
      if (Json.parse(bytes) instanceof Map<?, ?> json
          && json.get("manifests") instanceof List<?> list) {
        for (Object each : list) {
          entries.add(ManifestList.Entry.fromJson((Map<?, ?>) each));
        }
        return Optional.of(new ManifestList(name, entries));
      }
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IOException(file(name) + " is damaged (" + e.getMessage() + "): remove it", e);
    }
    throw new IOException(file(name) + " is damaged: remove it");
  }

  /** Replaces what was kept under the name. */
  void write(ManifestList list) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", list.name().toString());
    json.put("manifests", list.entries().stream().map(ManifestList.Entry::toJson).toList());
    Files.createDirectories(directory);
    Path temporary = Files.createTempFile(directory, ".list", "");
    try {
      Files.write(temporary, Json.write(json));
      Files.move(temporary, file(list.name()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  boolean remove(ImageReference name) throws IOException {
    return Files.deleteIfExists(file(name));
  }

  /** Names are longer than file names may be. */
  private Path file(ImageReference name) {
    byte[] text = name.toString().getBytes(StandardCharsets.UTF_8);
    return directory.resolve(Digest.sha256(text).hex() + ".json");
  }
}
