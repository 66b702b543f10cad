package dev.jbuild.builder.sbom;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.Spool;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeChild;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks through the files of an image. Its tree says which there are in the end; their contents
 * come from the layers, each of which is read once and not unpacked.
 */
final class ImageScan {
  private static final int LARGEST_RELEASE = 1 << 16;

  private final Store store;
  private final LayerDisk disk;
  private final List<DiffId> layers;
  private final List<PackageFinder> finders =
      List.of(
          new DpkgPackages(),
          new ApkPackages(),
          new RpmPackages(),
          new NpmPackages(),
          new JavaArchives());
  private final Map<Digest, List<Wanted>> wanted = new HashMap<>();
  private final Set<Long> sizes = new HashSet<>();
  private OsRelease os = OsRelease.UNKNOWN;

  /** Takes a content that was looked for. */
  private interface Reader {
    void read(InputStream content) throws IOException;
  }

  private record Wanted(String path, Reader reader) {}

  ImageScan(Store store, LayerDisk disk, List<DiffId> layers) {
    this.store = store;
    this.disk = disk;
    this.layers = layers;
  }

  Inventory inventory() throws IOException {
    Tree tree = store.layers().treeOf(layers, disk);
    if (store.trees().find(tree, "").orElseThrow() instanceof TreeEntry.Directory root) {
      walk("", root);
    }
    release(tree);
    Path directory = store.newTemporaryDirectory("sbom");
    try {
      for (DiffId layer : layers.reversed()) {
        search(layer, directory.resolve("spool"));
      }
    } finally {
      Files.delete(directory);
    }
    if (!wanted.isEmpty()) {
      throw new IOException("no layer of the image has " + wanted.values().iterator().next());
    }
    List<SoftwarePackage> packages = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (PackageFinder finder : finders) {
      packages.addAll(finder.packages(os));
      unread.addAll(finder.unread());
    }
    return new Inventory(os, packages, unread);
  }

  private void walk(String path, TreeEntry.Directory directory) throws IOException {
    for (TreeChild child : store.trees().list(directory)) {
      String below = path.isEmpty() ? child.name() : path + "/" + child.name();
      switch (child.entry()) {
        case TreeEntry.Directory each -> walk(below, each);
        case TreeEntry.RegularFile file -> want(below, file);
        case TreeEntry.Symlink link -> {}
        case TreeEntry.Device device -> {}
        case TreeEntry.Fifo fifo -> {}
      }
    }
  }

  private void want(String path, TreeEntry.RegularFile file) {
    for (PackageFinder finder : finders) {
      if (finder.wants(path)) {
        want(path, file, content -> finder.read(path, content));
      }
    }
  }

  private void want(String path, TreeEntry.RegularFile file, Reader reader) {
    wanted.computeIfAbsent(file.content(), any -> new ArrayList<>()).add(new Wanted(path, reader));
    sizes.add(file.size());
  }

  private void release(Tree tree) throws IOException {
    for (String path : List.of("etc/os-release", "usr/lib/os-release")) {
      String resolved = store.trees().resolve(tree, path);
      if (store.trees().find(tree, resolved).orElse(null) instanceof TreeEntry.RegularFile file
          && file.size() <= LARGEST_RELEASE) {
        want(
            resolved,
            file,
            in -> os = OsRelease.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        return;
      }
    }
  }

  /** Looks for contents and not for names, which may be hard links in their layer. */
  private void search(DiffId layer, Path spoolFile) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    store
        .layers()
        .open(layer, disk)
        .writeTo(
            (entry, content) -> {
              if (entry instanceof LayerEntry.RegularFile file && sizes.contains(file.size())) {
                try (Spool spool = new Spool(spoolFile)) {
                  take(spool, content);
                }
              }
            });
  }

  private void take(Spool spool, InputStream content) throws IOException {
    DigestInputStream hashed = new DigestInputStream(content, Digest.newSha256());
    Content kept = spool.keep(hashed);
    List<Wanted> takers = wanted.remove(Digest.ofSha256(hashed.getMessageDigest()));
    for (Wanted each : takers == null ? List.<Wanted>of() : takers) {
      try (InputStream in = new BufferedInputStream(kept.open(), 1 << 16)) {
        each.reader().read(in);
      }
    }
  }
}
