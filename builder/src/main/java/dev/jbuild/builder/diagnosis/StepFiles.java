package dev.jbuild.builder.diagnosis;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeChild;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a RUN of a past build ran with, and the files that it found before it did anything. */
final class StepFiles {
  private final Store store;
  private final LayerDisk disk;
  private final LoggedStep step;
  private final List<DiffId> layers;
  private final Tree tree;

  private StepFiles(Store store, LayerDisk disk, LoggedStep step, List<DiffId> layers, Tree tree) {
    this.store = store;
    this.disk = disk;
    this.step = step;
    this.layers = layers;
    this.tree = tree;
  }

  /** Empty for a step that is no RUN, or whose files are not known any more. */
  static Optional<StepFiles> of(Store store, LayerDisk disk, BuildLog build, LoggedStep step) {
    String base = step.parts().get("base");
    if (base == null || !step.parts().containsKey("args")) {
      return Optional.empty();
    }
    try {
      List<DiffId> layers = new ArrayList<>();
      addLayers(build, first(step), layers);
      return Optional.of(new StepFiles(store, disk, step, layers, Tree.parse(base)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // of a damaged log nothing can be told
    }
  }

  private static int first(LoggedStep step) {
    return step.inputs().isEmpty() ? 0 : step.inputs().getFirst();
  }

  private static void addLayers(BuildLog build, int number, List<DiffId> layers) {
    for (LoggedStep each : build.steps()) {
      if (each.place().number() == number) {
        addLayers(build, first(each), layers);
        each.work().layers().forEach(layer -> layers.add(new DiffId(Digest.parse(layer.diffId()))));
      }
    }
  }

  /** The words of the process. */
  List<String> args() {
    return words("args");
  }

  String directory() {
    return step.parts().getOrDefault("cwd", "/");
  }

  String platform() {
    return step.parts().getOrDefault("platform", "");
  }

  /** The directories of PATH as the process had it. */
  List<String> path() {
    String path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (String variable : words("env")) {
      path = variable.startsWith("PATH=") ? variable.substring("PATH=".length()) : path;
    }
    return List.of(path.split(":"));
  }

  private List<String> words(String part) {
    String json = step.parts().getOrDefault(part, "[]");
    return Json.parse(FileName.encode(json)) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** What a path leads to when all links are followed; one that is relative begins at the cwd. */
  Optional<TreeEntry> find(String path) throws IOException {
    return store.trees().find(tree, resolved(path));
  }

  private String resolved(String path) throws IOException {
    String whole = path.startsWith("/") ? path : directory() + "/" + path;
    return store.trees().resolve(tree, whole);
  }

  /** The names in a directory; none when there is no such directory. */
  List<String> names(String directory) throws IOException {
    if (find(directory).orElse(null) instanceof TreeEntry.Directory found) {
      return store.trees().list(found).stream().map(TreeChild::name).toList();
    }
    return List.of();
  }

  /**
   * The first bytes of a regular file.
   *
   * @throws LostContentException when its layer is gone
   */
  byte[] head(String path, int most) throws IOException {
    List<byte[]> found = new ArrayList<>();
    disk.read(
        store.layers().directories(layers, disk),
        resolved(path),
        (entry, content) -> {
          if (entry instanceof LayerEntry.RegularFile && found.isEmpty()) {
            found.add(content.readNBytes(most));
          }
          content.skip(Long.MAX_VALUE);
        });
    return found.isEmpty() ? new byte[0] : found.getFirst();
  }
}
