package dev.jbuild.runner.container;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.PlaceRequest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The containers of a store. Any number of processes may look at it and change it. */
public final class ContainerList {
  /** Held by who gives a container its place and name. */
  static final String LOCK = "containers";

  private final Store store;
  private final Path directory;

  public ContainerList(Store store) {
    this.store = store;
    this.directory = store.root().resolve("containers");
  }

  Path place(String id) {
    return directory.resolve(id);
  }

  /** All, the youngest first. */
  public List<Listed> all() throws IOException {
    List<Listed> found = new ArrayList<>();
    try (DirectoryStream<Path> places = Files.newDirectoryStream(directory)) {
      for (Path place : places) {
        read(place).ifPresent(found::add);
      }
    }
    found.sort(
        Comparator.comparing((Listed each) -> each.definition().created())
            .reversed()
            .thenComparing(Listed::id));
    return found;
  }

  /** Places where a container was about to start when its starter was killed. */
  List<Path> abandoned() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> places = Files.newDirectoryStream(directory)) {
      for (Path place : places) {
        if (ContainerState.read(place) == null) {
          found.add(place);
        }
      }
    }
    return found;
  }

  private static Optional<Listed> read(Path place) throws IOException {
    try {
      ContainerState state = ContainerState.read(place);
      return state == null
          ? Optional.empty()
          : Optional.of(new Listed(place, Definition.read(place), state, Health.read(place)));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // removed since it was listed
    }
  }

  /**
   * The container of a name, an ID or the beginning of one; a whole ID goes first, then a name.
   *
   * @throws RunException when there is none, or several IDs begin like that
   */
  public Listed find(String nameOrId) throws RunException, IOException {
    return lookUp(nameOrId).orElseThrow(() -> new RunException("No such container: " + nameOrId));
  }

  /** As {@link #find}, empty when there is none. */
  public Optional<Listed> lookUp(String nameOrId) throws RunException, IOException {
    String name = nameOrId.startsWith("/") ? nameOrId.substring(1) : nameOrId;
    List<Listed> all = all();
    List<Listed> found = new ArrayList<>();
    for (Listed each : all) {
      if (each.id().equals(name) || each.definition().name().equals(name)) {
        return Optional.of(each);
      }
      if (!name.isEmpty() && each.id().startsWith(name)) {
        found.add(each);
      }
    }
    if (found.size() > 1) {
      throw new RunException("several containers have an ID that begins with " + name);
    }
    return found.stream().findFirst();
  }

  /** The container as it is now; empty when it was removed. */
  public Optional<Listed> look(Listed container) throws IOException {
    return read(container.directory());
  }

  /**
   * Gives a container another name, in the network that it is in, too.
   *
   * @throws RunException when another one has the name
   */
  public void rename(Listed container, String name, Networks networks)
      throws RunException, IOException {
    try {
      ListedOptions.checkName(name);
    } catch (IllegalArgumentException e) {
      throw new RunException(String.valueOf(e.getMessage()), e);
    }
    StoreLock lock = store.lock(LOCK);
    try (lock) {
      NewContainer.check(name, all());
      String old = container.definition().name();
      container.definition().renamed(name).replace(container.directory());
      container.replace(container.request().renamed(old, name));
      PlaceRequest place = container.definition().place();
      String address = place == null ? null : place.address();
      if (place != null && address != null && container.state().isRunning()) {
        networks.rename(place.network(), address, old, name);
      }
    }
  }
}
