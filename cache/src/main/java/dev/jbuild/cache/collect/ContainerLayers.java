package dev.jbuild.cache.collect;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The layers that listed containers stand on, running or not: each has a file with a digest a line.
 * It is there before the process ends that used the layers to start the container.
 */
final class ContainerLayers {
  private static final String FILE = "layers";

  private final Path containers;

  ContainerLayers(StoreDirectory directory) {
    this.containers = directory.resolve("containers");
  }

  Set<DiffId> all() throws IOException {
    Set<DiffId> layers = new HashSet<>();
    try (DirectoryStream<Path> places = Files.newDirectoryStream(containers)) {
      for (Path place : places) {
        read(place, layers);
      }
    }
    return layers;
  }

  private static void read(Path place, Set<DiffId> layers) throws IOException {
    try {
      for (String line : Files.readAllLines(place.resolve(FILE))) {
        layers.add(new DiffId(Digest.parse(line)));
      }
    } catch (NoSuchFileException e) {
      return; // removed since it was listed
    }
  }
}
