package dev.jbuild.builder.ops;

import dev.jbuild.builder.plan.RunMount;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.mount.CacheKey;
import dev.jbuild.cache.mount.CacheMount;
import dev.jbuild.cache.mount.CacheSharing;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import dev.jbuild.parser.ast.FileAttributes;
import dev.jbuild.parser.ast.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The directories of cache mounts, for one build. Safe for threads. */
final class CacheDirectories {
  private static final int DEFAULT_MODE = 0755;

  private final Store store;
  private final LayerDisk disk;
  private final Set<CacheKey> begunAnew = ConcurrentHashMap.newKeySet();

  CacheDirectories(Store store, LayerDisk disk) {
    this.store = store;
    this.disk = disk;
  }

  /** What a mount begins with; {@code files} is null for an empty directory. */
  record Wanted(CacheKey key, CacheSharing sharing, LayerSource start) {}

  Wanted wanted(RunMount planned, Mount.Cache cache, List<Inputs> inputs) throws IOException {
    BoundFiles files =
        planned.input() == RunMount.NONE
            ? null
            : BoundFiles.of(store, inputs.get(planned.input()), cache.seed().source());
    if (files != null && !files.isDirectory()) {
      throw new RunSetupException(
          "a cache cannot begin with /" + files.path() + ", which is not a directory");
    }
    if (files == null && !cache.seed().source().replace("/", "").isEmpty()) {
      throw new RunSetupException(
          "the cache at "
              + cache.target()
              + " begins empty, so it has no source \""
              + cache.seed().source()
              + "\"; from= names the stage or image that has it");
    }
    String owner = text(cache.attributes());
    String start = files == null ? owner : store.trees().digestOf(files.entry()) + " " + owner;
    return new Wanted(
        new CacheKey(Objects.requireNonNull(cache.id(), "the planned id"), start.strip()),
        CacheSharing.valueOf(cache.sharing().name()),
        sink -> begin(cache.attributes(), files, sink));
  }

  /**
   * @param anew whether a cache that does not begin as an empty directory of root begins again, as
   *     with BuildKit, where its beginning is a step; once in a build
   */
  CacheMount use(Wanted wanted, boolean anew) throws IOException {
    boolean plain = wanted.key().start().isEmpty();
    if (anew && !plain && begunAnew.add(wanted.key())) {
      store.mounts().reset(wanted.key(), wanted.start(), disk);
    }
    return store.mounts().use(wanted.key(), wanted.sharing(), wanted.start(), disk);
  }

  private static String text(FileAttributes attributes) {
    return attributes.equals(FileAttributes.DEFAULT)
        ? ""
        : Integer.toOctalString(mode(attributes, DEFAULT_MODE))
            + " "
            + id(attributes.uid(), 0)
            + ":"
            + id(attributes.gid(), 0);
  }

  private static int mode(FileAttributes attributes, int otherwise) {
    Integer mode = attributes.mode();
    return mode == null ? otherwise : mode & 07777;
  }

  private static long id(@Nullable Long id, long otherwise) {
    return id == null ? otherwise : id;
  }

  private void begin(FileAttributes wanted, @Nullable BoundFiles files, LayerSink sink)
      throws IOException {
    if (files == null) {
      Attributes attributes = Attributes.of(DEFAULT_MODE, 0, 0, Instant.now());
      sink.add(root(attributes, wanted), InputStream.nullInputStream());
      return;
    }
    List<Path> lowers = store.layers().directories(files.state().diffIds(), disk);
    String top = files.path();
    disk.read(
        lowers,
        top,
        (entry, content) -> {
          if (entry.path().equals(top) && entry instanceof LayerEntry.Directory directory) {
            sink.add(root(directory.attributes(), wanted), content);
          } else if (entry.path().startsWith(top)) {
            sink.add(Renamed.below(entry, top), content);
          }
        });
  }

  private static LayerEntry root(Attributes attributes, FileAttributes wanted) {
    return new LayerEntry.Directory(
        "",
        attributes
            .withMode(mode(wanted, attributes.mode()))
            .withOwner(id(wanted.uid(), attributes.uid()), id(wanted.gid(), attributes.gid())));
  }
}
