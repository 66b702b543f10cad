package dev.jbuild.builder.corpus;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The base image of the cases, as testdata/corpus/base/BASE.md describes it. */
public final class Busybox {
  private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Path PROGRAM = Path.of("/bin/busybox");

  private Busybox() {}

  /** Whether this machine has the static busybox that the image is made of. */
  static boolean isHere() {
    return Files.isExecutable(PROGRAM);
  }

  private record File(LayerEntry entry, ByteString content) {}

  /** Makes the image in a store, as {@code busybox}. */
  static void tag(Store store, Path corpus) throws IOException, InterruptedException {
    tag(store, corpus, List.of("busybox"));
  }

  /** Makes the image in a store, under each of some names. */
  static void tag(Store store, Path corpus, Collection<String> names)
      throws IOException, InterruptedException {
    tag(store, layer(store, corpus), names);
  }

  /** The one layer of the image. */
  public static NewLayer layer(Store store, Path corpus) throws IOException, InterruptedException {
    SortedMap<String, File> files = files(corpus);
    try (LayerWriter writer = store.layers().create(store.trees().empty(), LayerForm.TAR)) {
      for (File file : files.values()) {
        try (InputStream in = new ByteArrayInputStream(file.content().toByteArray())) {
          writer.add(file.entry(), in);
        }
      }
      return writer.finish();
    }
  }

  private static SortedMap<String, File> files(Path corpus)
      throws IOException, InterruptedException {
    SortedMap<String, File> files = new TreeMap<>(LayerEntry::comparePaths);
    for (String directory :
        List.of(
            "bin",
            "dev",
            "etc",
            "home",
            "lib",
            "usr",
            "usr/bin",
            "usr/sbin",
            "var",
            "var/spool",
            "var/spool/mail",
            "var/www")) {
      put(files, new LayerEntry.Directory(directory, attributes(0755)), new byte[0]);
    }
    put(files, new LayerEntry.Directory("root", attributes(0700)), new byte[0]);
    put(files, new LayerEntry.Directory("tmp", attributes(01777)), new byte[0]);
    for (String name : List.of("passwd", "group")) {
      byte[] content = Files.readAllBytes(corpus.resolve("base").resolve(name));
      put(
          files,
          new LayerEntry.RegularFile("etc/" + name, attributes(0644), content.length),
          content);
    }
    byte[] program = Files.readAllBytes(PROGRAM);
    put(files, new LayerEntry.RegularFile("bin/[", attributes(0755), program.length), program);
    for (String applet : applets()) {
      if (!applet.equals("[")) {
        put(files, new LayerEntry.HardLink("bin/" + applet, "bin/["), new byte[0]);
      }
    }
    put(
        files,
        new LayerEntry.Symlink("usr/bin/env", attributes(0777), "../../bin/env"),
        new byte[0]);
    return files;
  }

  private static List<String> applets() throws IOException, InterruptedException {
    Process list = new ProcessBuilder(PROGRAM.toString(), "--list").start();
    try (InputStream out = list.getInputStream()) {
      List<String> applets =
          new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      list.waitFor();
      return applets;
    }
  }

  private static Attributes attributes(int mode) {
    return Attributes.of(mode, 0, 0, DAY);
  }

  private static void put(SortedMap<String, File> files, LayerEntry entry, byte[] content) {
    files.put(entry.path(), new File(entry, ByteString.of(content)));
  }

  private static void tag(Store store, NewLayer layer, Collection<String> names)
      throws IOException {
    ContainerConfig config =
        ContainerConfig.EMPTY
            .withEnv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .withCmd(List.of("sh"));
    ImageConfig image =
        ImageConfig.empty(Platform.host())
            .withConfig(config)
            .withCreated(DAY)
            .withLayers(
                List.of(layer.diffId()),
                List.of(
                    new HistoryEntry(DAY, "ADD busybox.tar / # buildkit", null, null, false),
                    new HistoryEntry(DAY, "CMD [\"sh\"]", null, null, true)));
    byte[] json = image.toJson();
    store.content().put(json);
    Manifest manifest =
        Manifest.of(
            Descriptor.of(MediaTypes.OCI_CONFIG, json),
            List.of(Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId().digest(), layer.size())));
    store.content().put(manifest.raw());
    for (String name : names) {
      store.tags().tag(ImageReference.parse(name), manifest.descriptor());
    }
  }
}
