package dev.jbuild.cache.collect;

import dev.jbuild.cache.action.ActionCache;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.layer.LayerStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Looks at all files of a store. What comes or goes meanwhile is in the answer or not. */
final class InventoryReader {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{128}");

  private final StoreDirectory directory;
  private final ActionCache actions;
  private final LayerStore layers;
  private final DiskSize sizes;

  InventoryReader(StoreDirectory directory, ActionCache actions, LayerStore layers)
      throws IOException {
    this.directory = directory;
    this.actions = actions;
    this.layers = layers;
    this.sizes = new DiskSize(directory.root());
  }

  Inventory read() throws IOException {
    return new Inventory(blobs(), layers(), actions(), mounts(), others());
  }

  private interface Visitor {
    void visit(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private static void each(Path place, Visitor visitor) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
      for (Path file : files) {
        visit(file, visitor);
      }
    } catch (NoSuchFileException e) {
      return; // there was never anything to put there
    }
  }

  private static void visit(Path file, Visitor visitor) throws IOException {
    try {
      visitor.visit(file, attributes(file));
    } catch (NoSuchFileException e) {
      return; // gone since it was listed
    }
  }

  static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(
        file, BasicFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private Map<Digest, Inventory.Blob> blobs() throws IOException {
    Map<Digest, Inventory.Blob> blobs = new HashMap<>();
    for (String algorithm : List.of("sha256", "sha512")) {
      each(
          directory.resolve("blobs").resolve(algorithm),
          (file, attributes) -> {
            if (HEX.matcher(name(file)).matches()) {
              blobs.put(
                  new Digest(algorithm, name(file)),
                  new Inventory.Blob(sizes.ofFile(attributes), attributes.lastModifiedTime()));
            }
          });
    }
    return blobs;
  }

  private Map<DiffId, Inventory.Layer> layers() throws IOException {
    Map<DiffId, Inventory.Layer> found = new HashMap<>();
    each(
        directory.resolve("layers"),
        (place, attributes) -> {
          if (HEX.matcher(name(place)).matches()) {
            DiffId diffId = new DiffId(new Digest("sha256", name(place)));
            List<Digest> blobs =
                layers.registered(diffId).stream().map(Descriptor::digest).toList();
            found.put(
                diffId, new Inventory.Layer(sizes.of(place), attributes.lastModifiedTime(), blobs));
          }
        });
    return found;
  }

  List<Inventory.Action> actions() throws IOException {
    List<Inventory.Action> found = new ArrayList<>();
    each(
        directory.resolve("actions"),
        (file, attributes) -> {
          if (HEX.matcher(name(file)).matches()) {
            ActionKey key = new ActionKey(new Digest("sha256", name(file)));
            found.add(
                new Inventory.Action(
                    file,
                    sizes.ofFile(attributes),
                    attributes.lastModifiedTime(),
                    actions.look(key).orElse(null)));
          }
        });
    return found;
  }

  private List<Inventory.Mount> mounts() throws IOException {
    List<Inventory.Mount> found = new ArrayList<>();
    each(
        directory.resolve("mounts"),
        (place, attributes) ->
            found.add(new Inventory.Mount(place, sizes.of(place), mountUsed(place))));
    return found;
  }

  /** The time of the record that every user of the mount touches. */
  static FileTime mountUsed(Path mount) throws IOException {
    try {
      return attributes(mount.resolve("mount.json")).lastModifiedTime();
    } catch (NoSuchFileException e) {
      return attributes(mount).lastModifiedTime();
    }
  }

  /** The rest by the names in the root of the store. */
  private Map<String, Long> others() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    Set<String> counted = Set.of("blobs", "layers", "actions", "mounts");
    each(
        directory.root(),
        (place, attributes) -> {
          boolean inside = counted.contains(name(place));
          found.put(name(place), inside ? overhead(place, attributes) : sizes.of(place));
        });
    return found;
  }

  /** What directories take themselves, whose content is counted one by one. */
  private long overhead(Path place, BasicFileAttributes attributes) throws IOException {
    long bytes = sizes.ofFile(attributes);
    if (name(place).equals("blobs")) {
      for (String algorithm : List.of("sha256", "sha512")) {
        bytes += sizes.ofFile(attributes(place.resolve(algorithm)));
      }
    }
    return bytes;
  }
}
