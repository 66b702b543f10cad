package dev.jbuild.runner.container;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.runner.RunException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The volumes of a store: a directory each, with its record. */
public final class Volumes {
  /** Held by who makes or removes a volume, or a container that uses one. */
  private static final String LOCK = "volumes";

  private final Store store;
  private final Path directory;

  public Volumes(Store store) {
    this.store = store;
    this.directory = store.root().resolve("volumes");
  }

  /** All, by name. */
  public List<Volume> all() throws IOException {
    List<Volume> found = new ArrayList<>();
    try (DirectoryStream<Path> places = Files.newDirectoryStream(directory)) {
      for (Path place : places) {
        read(place).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparing(Volume::name));
    return found;
  }

  /**
   * The volume of a name.
   *
   * @throws RunException when there is none
   */
  public Volume find(String name) throws RunException, IOException {
    Optional<Volume> found = name.contains("/") ? Optional.empty() : read(directory.resolve(name));
    return found.orElseThrow(() -> new RunException("No such volume: " + name));
  }

  private static Optional<Volume> read(Path place) throws IOException {
    try {
      Object json = Json.parse(Files.readAllBytes(place.resolve(Volume.FILE)));
      if (!(json instanceof Map<?, ?> map)) {
        throw new IOException(place + " is no volume");
      }
      Map<String, String> labels = new TreeMap<>();
      if (map.get("Labels") instanceof Map<?, ?> kept) {
        kept.forEach((name, value) -> labels.put("" + name, "" + value));
      }
      return Optional.of(
          new Volume(
              place.getFileName().toString(),
              place,
              Instant.parse("" + map.get("CreatedAt")),
              labels,
              Boolean.TRUE.equals(map.get("Anonymous"))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Makes a volume; one that is there stays as it is. */
  public Volume create(String name, Map<String, String> labels, boolean anonymous)
      throws IOException {
    StoreLock lock = store.lock(LOCK);
    try (lock) {
      return make(name, labels, anonymous);
    }
  }

  /** The same for who holds the lock. */
  Volume make(String name, Map<String, String> labels, boolean anonymous) throws IOException {
    Volume.checkName(name);
    Path place = directory.resolve(name);
    Optional<Volume> there = read(place);
    if (there.isPresent()) {
      return there.get();
    }
    Volume volume = new Volume(name, place, Instant.now(), labels, anonymous);
    Path fresh = store.newTemporaryDirectory("volume");
    Files.createDirectory(fresh.resolve(Volume.DATA));
    Files.write(fresh.resolve(Volume.FILE), Json.write(volume.json()));
    Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    return volume;
  }

  /** The containers that use a volume. */
  public List<Listed> users(Volume volume, ContainerList list) throws IOException {
    return list.all().stream()
        .filter(
            each ->
                each.definition().mounts().stream()
                    .anyMatch(mount -> mount.name().equals(volume.name())))
        .toList();
  }

  /**
   * Removes a volume that no container uses.
   *
   * @param disk removes what only the helper may
   */
  public void remove(Volume volume, ContainerList list, LayerDisk disk)
      throws RunException, IOException {
    StoreLock lock = store.lock(LOCK);
    try (lock) {
      List<String> users = users(volume, list).stream().map(Listed::id).toList();
      if (!users.isEmpty()) {
        throw new RunException("remove " + volume.name() + ": volume is in use - " + users);
      }
      disk.remove(volume.directory());
    }
  }

  /** Keeps volumes from being removed while a container that uses them comes to be. */
  StoreLock lock() throws IOException {
    return store.lock(LOCK);
  }
}
