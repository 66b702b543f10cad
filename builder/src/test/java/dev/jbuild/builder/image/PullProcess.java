package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pulls an image in a process of its own, begun when a file appears. Arguments: store, image, file
 * to wait for.
 */
final class PullProcess {
  private PullProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (Store store = Store.open(Path.of(arguments[0]));
        RegistryClient registry = new RegistryClient(RegistryOptions.DEFAULT)) {
      while (!Files.exists(Path.of(arguments[2]))) {
        Thread.sleep(5);
      }
      new ImagePull(store, registry, BuildListener.SILENT, new NoDisk())
          .pull(ImageReference.parse(arguments[1]), Platform.host(), PullPolicy.ALWAYS);
    }
  }

  static Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add(PullProcess.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
