package dev.jbuild.runner;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.StoreException;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.runner.network.Networks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A store with one layer, Debian's static busybox and two users, and containers of it. */
final class BusyboxStore implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of(
          "cat",
          "echo",
          "env",
          "grep",
          "hostname",
          "id",
          "ifconfig",
          "ls",
          "pwd",
          "sh",
          "sleep",
          "tty");

  final Queue<String> log = new ConcurrentLinkedQueue<>();
  final ContainerRun containers;
  private final Store store;
  private final Networks networks;
  private final DiffId layer;

  BusyboxStore(Path directory) throws Exception {
    store = Store.open(directory.resolve("store"), log::add);
    layer = makeLayer();
    AgentOptions options =
        new AgentOptions(store.root(), directory.resolve("native"), Isolation.AUTO, log::add);
    containers = ContainerRun.open(store, options);
    networks = new Networks(store.root(), options);
  }

  private DiffId makeLayer() throws IOException {
    Attributes directory = Attributes.of(0755, 0, 0, Instant.EPOCH);
    try (LayerWriter writer = store.layers().create(store.trees().empty(), LayerForm.TAR)) {
      writer.add(new LayerEntry.Directory("", directory), InputStream.nullInputStream());
      writer.add(new LayerEntry.Directory("bin", directory), InputStream.nullInputStream());
      try (InputStream busybox = Files.newInputStream(BUSYBOX)) {
        writer.add(
            new LayerEntry.RegularFile("bin/busybox", directory, Files.size(BUSYBOX)), busybox);
      }
      for (String applet : APPLETS) {
        writer.add(
            new LayerEntry.Symlink("bin/" + applet, directory, "busybox"),
            InputStream.nullInputStream());
      }
      writer.add(new LayerEntry.Directory("etc", directory), InputStream.nullInputStream());
      add(writer, "etc/group", "root:x:0:\nweb:x:33:\nlogs:x:50:web\n");
      add(writer, "etc/passwd", "root:x:0:0::/root:/bin/sh\nweb:x:33:33::/var/www:/bin/sh\n");
      writer.add(
          new LayerEntry.Directory("tmp", directory.withMode(01777)),
          InputStream.nullInputStream());
      return writer.finish().diffId();
    }
  }

  private static void add(LayerWriter writer, String path, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Attributes attributes = Attributes.of(0644, 0, 0, Instant.EPOCH);
    writer.add(
        new LayerEntry.RegularFile(path, attributes, bytes.length),
        new ByteArrayInputStream(bytes));
  }

  Networks networks() {
    return networks;
  }

  /** An image of the layer with that configuration. */
  ImageConfig image(ContainerConfig config) {
    return ImageConfig.empty(Platform.host())
        .withConfig(config)
        .withLayers(List.of(layer), List.of());
  }

  /** A container of an image without configuration that runs a shell script. */
  RunRequest script(String script) {
    return RunRequest.of(image(ContainerConfig.EMPTY))
        .withProcess(ProcessOptions.NONE.withCommand(List.of("/bin/sh", "-c", script)))
        .withNetwork(RunNetwork.NONE);
  }

  @Override
  public void close() throws RunException, StoreException {
    containers.close();
    store.close();
  }
}
