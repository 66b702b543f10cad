package dev.jbuild.runner.container;

import dev.jbuild.executor.ContainerRequest;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container of the list as it was a moment ago.
 *
 * @param directory in the store
 * @param health null when nothing checks it
 */
public record Listed(
    Path directory, Definition definition, ContainerState state, @Nullable Health health) {
  static final String REQUEST = "request";
  static final String UPPER = "upper";
  static final String LAYERS = "layers";

  /** What it is started with. */
  ContainerRequest request() throws IOException {
    return ContainerRequest.of(Files.readAllBytes(directory.resolve(REQUEST)));
  }

  /** From now on it is started with another one. */
  void replace(ContainerRequest request) throws IOException {
    Path made = directory.resolve(REQUEST + ".new");
    Files.write(made, request.bytes());
    Files.move(made, directory.resolve(REQUEST), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The layers of its image, the base first. */
  List<DiffId> layers() throws IOException {
    return Files.readAllLines(directory.resolve(LAYERS)).stream()
        .map(line -> new DiffId(Digest.parse(line)))
        .toList();
  }

  public String id() {
    return definition.id();
  }

  public String shortId() {
    return id().substring(0, 12);
  }
}
