package dev.jbuild.cache.layer;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.DiffId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The files {@code layers/<hex>/layer.json}. A damaged one counts as none, with a warning. */
final class LayerRecords {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final StoreDirectory directory;
  private final String boot;

  LayerRecords(StoreDirectory directory) {
    this.directory = directory;
    this.boot = currentBoot();
  }

  private static String currentBoot() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return UUID.randomUUID().toString(); // not known: trust only what this object has made
    }
  }

  /** The boot of the machine that this process runs in. */
  String boot() {
    return boot;
  }

  /** The directory of a layer in the store; its files are in {@code fs} below. */
  Path place(DiffId diffId) {
    return directory.resolve("layers").resolve(diffId.digest().hex());
  }

  Path files(DiffId diffId) {
    return place(diffId).resolve("fs");
  }

  boolean hasFiles(DiffId diffId) {
    return Files.isDirectory(files(diffId));
  }

  /** The lock of one layer among processes and threads. */
  StoreLock lock(DiffId diffId) throws IOException {
    return directory.lock("layer-" + diffId.digest().hex());
  }

  LayerRecord find(DiffId diffId) throws IOException {
    Path file = file(diffId);
    try {
      LayerRecord record = LayerRecord.parse(Files.readAllBytes(file));
      if (record.diffId().equals(diffId)) {
        return record;
      }
      directory.warn(file + " is that of another layer; ignored");
    } catch (NoSuchFileException e) {
      return LayerRecord.of(diffId);
    } catch (IllegalArgumentException e) {
      directory.warn(file + " is damaged and ignored: " + e.getMessage());
    }
    return LayerRecord.of(diffId);
  }

  /** Changes a record; the caller holds the layer's lock. */
  void update(DiffId diffId, UnaryOperator<LayerRecord> change) throws IOException {
    LayerRecord before = find(diffId);
    LayerRecord after = change.apply(before);
    if (!after.equals(before) || !Files.exists(file(diffId))) {
      Files.createDirectories(place(diffId));
      directory.temporary().replace(file(diffId), after.toJson(), true);
    }
  }

  private Path file(DiffId diffId) {
    return place(diffId).resolve("layer.json");
  }
}
