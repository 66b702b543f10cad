package dev.jbuild.cache.layer;

import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.cache.layer.LayerRecord.DirectoryOrigin;
import dev.jbuild.oci.ChainId;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The directories {@code layers/<hex>/fs}. They appear by a rename, under the layer's lock. Their
 * files are not forced to the disk, which would take longer than making them; instead the record
 * tells in which boot of the machine a directory was made. In a later boot an unpacked one is
 * unpacked again, and an adopted one is read once and compared with its diffID before it is used.
 */
final class LayerDirectories {
  private final StoreDirectory directory;
  private final LayerRecords records;
  private final String boot;

  LayerDirectories(StoreDirectory directory, LayerRecords records) {
    this.directory = directory;
    this.records = records;
    this.boot = records.boot();
  }

  /** The directory, if it is there and sound. */
  Optional<Path> find(DiffId diffId, LayerDisk disk) throws IOException {
    if (records.hasFiles(diffId)
        && directory.use(records.place(diffId))
        && isSettled(records.find(diffId))) {
      return Optional.of(records.files(diffId));
    }
    if (!records.hasFiles(diffId)) {
      return Optional.empty();
    }
    StoreLock lock = records.lock(diffId);
    try (lock) {
      return findLocked(diffId, disk);
    }
  }

  /**
   * The directory of the last layer of a stack, made of {@code source} if it is not there. A layer
   * that leaves out directories on the way to its files has one for each stack that it is in.
   */
  Path ensure(List<DiffId> stack, LayerDisk disk, LayerSource source, Parents parents)
      throws IOException {
    DiffId diffId = stack.getLast();
    Optional<Path> there = find(place(stack), disk);
    if (there.isPresent()) {
      return there.get();
    }
    StoreLock lock = records.lock(diffId);
    try (lock) {
      Optional<Path> since = findLocked(place(stack), disk);
      if (since.isPresent()) {
        return since.get();
      }
      Path temporary = directory.temporary().newDirectory("unpack");
      Path fresh = temporary.resolve("fs");
      try {
        disk.unpack(fresh, sink -> unpack(stack, source, parents, sink));
        return install(place(stack), fresh, disk, new DirectoryOrigin(false, boot));
      } finally {
        disk.remove(temporary);
      }
    }
  }

  private void unpack(List<DiffId> stack, LayerSource source, Parents parents, LayerSink sink)
      throws IOException {
    ImpliedDirectories implied = new ImpliedDirectories(sink);
    source.writeTo(implied);
    if (!implied.left().isEmpty()) {
      if (stack.size() > 1) {
        records.update(stack.getLast(), LayerRecord::thatImplies);
      }
      parents.write(implied.left(), sink);
    }
  }

  /** Brings a layer into the store and gives its tar to a reader on the way. */
  @FunctionalInterface
  interface Arrival {
    DiffId bring(LayerBlobs.Reader reader) throws IOException;
  }

  /** Unpacks what arrives beside its place, which it gets when it was found to be right. */
  DiffId unpackArriving(LayerDisk disk, Arrival arrival) throws IOException {
    Path temporary = directory.temporary().newDirectory("unpack");
    Path fresh = temporary.resolve("fs");
    try {
      AtomicBoolean whole = new AtomicBoolean();
      DiffId arrived =
          arrival.bring(
              tar ->
                  disk.unpack(
                      fresh,
                      sink -> {
                        ImpliedDirectories implied = new ImpliedDirectories(sink);
                        TarReader.ofLayer(tar).writeTo(implied);
                        whole.set(implied.left().isEmpty());
                      }));
      if (whole.get()) {
        adopt(arrived, fresh, disk, new DirectoryOrigin(false, boot));
      }
      return arrived;
    } finally {
      disk.remove(temporary);
    }
  }

  /** Where the directory of the stack's last layer is known by: its diffID, or the chainID. */
  private DiffId place(List<DiffId> stack) throws IOException {
    DiffId diffId = stack.getLast();
    return records.find(diffId).implying() ? new DiffId(ChainId.of(stack).digest()) : diffId;
  }

  /** Gives the attributes that directories have in the layers below. */
  interface Parents {
    void write(List<String> paths, LayerSink sink) throws IOException;
  }

  /** Takes {@code upper} as the directory, unless there is one. */
  void adopt(DiffId diffId, Path upper, LayerDisk disk) throws IOException {
    adopt(diffId, upper, disk, new DirectoryOrigin(true, boot));
  }

  private void adopt(DiffId diffId, Path upper, LayerDisk disk, DirectoryOrigin origin)
      throws IOException {
    StoreLock lock = records.lock(diffId);
    try (lock) {
      if (findLocked(diffId, disk).isEmpty()) {
        install(diffId, upper, disk, origin);
      }
    }
  }

  /** The record comes first: files without one would be of an unknown boot. */
  private Path install(DiffId diffId, Path fresh, LayerDisk disk, DirectoryOrigin origin)
      throws IOException {
    records.update(diffId, record -> record.withDirectory(origin));
    disk.rename(fresh, records.files(diffId));
    return records.files(diffId);
  }

  private boolean isSettled(LayerRecord record) {
    DirectoryOrigin origin = record.directory();
    return origin != null && (origin.boot().isEmpty() || origin.boot().equals(boot));
  }

  private Optional<Path> findLocked(DiffId diffId, LayerDisk disk) throws IOException {
    if (!records.hasFiles(diffId)) {
      return Optional.empty();
    }
    LayerRecord record = records.find(diffId);
    if (isSettled(record)) {
      return Optional.of(records.files(diffId));
    }
    DirectoryOrigin origin = record.directory();
    boolean original = origin == null || origin.adopted();
    if (original && hasDiffId(records.files(diffId), diffId, disk)) {
      records.update(diffId, r -> r.withDirectory(new DirectoryOrigin(true, "")));
      return Optional.of(records.files(diffId));
    }
    if (original) {
      directory.warn(
          "the directory of layer " + diffId + " was damaged, likely by a power loss; removed");
    }
    discard(diffId, disk);
    return Optional.empty();
  }

  private static boolean hasDiffId(Path files, DiffId diffId, LayerDisk disk) throws IOException {
    HashingOutput hashing = new HashingOutput(OutputStream.nullOutputStream());
    try (TarWriter tar = new TarWriter(hashing)) {
      disk.diff(files, tar);
      tar.finish();
    }
    return hashing.digest().equals(diffId.digest());
  }

  /** Takes the directory out of its place at once, and then apart. */
  private void discard(DiffId diffId, LayerDisk disk) throws IOException {
    Path temporary = directory.temporary().newDirectory("discard");
    disk.rename(records.files(diffId), temporary.resolve("fs"));
    disk.remove(temporary);
  }

  static LostContentException lost(DiffId diffId) {
    return new LostContentException("layer " + diffId + " is not in the store");
  }
}
