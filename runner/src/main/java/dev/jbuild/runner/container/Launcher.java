package dev.jbuild.runner.container;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ContainerRequest;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.runner.ContainerSpecs;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.network.NetworkPlace;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.PlaceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Starts containers that outlive this process. A kill of it at any point leaves a container that
 * runs and is listed, or none.
 */
public final class Launcher {
  private static final int ID_BYTES = 32;

  private final Store store;
  private final AgentOptions options;
  private final ContainerList list;
  private final RandomGenerator random = ThreadLocalRandom.current();

  /**
   * @param options their state directory must be the store's root
   */
  public Launcher(Store store, AgentOptions options) {
    this.store = store;
    this.options = options;
    this.list = new ContainerList(store);
  }

  /**
   * Makes and starts a container.
   *
   * @return its ID
   * @throws RunException when it did not start; then nothing of it is left
   */
  public String launch(RunRequest request, ListedOptions listed) throws RunException, IOException {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    Path temporary = store.newTemporaryDirectory("container");
    // The helper holds the lock of the directory from here on, wherever it is moved.
    PlaceRequest wanted = request.network().place();
    try (Agent agent = Agent.start(options.withContainer(temporary));
        NetworkPlace network =
            wanted == null ? null : new Networks(store.root(), options).place(wanted)) {
      sweep(agent);
      Path place = list.place(id);
      ContainerSpec spec =
          new ContainerSpecs(store, options.log())
              .spec(request, id, names(listed), place.resolve(Listed.UPPER), network, agent);
      List<Path> removals = listed.autoRemove() ? List.of(place) : List.of();
      ContainerRequest asked = ContainerRequest.of(spec, listed.openStdin(), removals);
      Files.write(temporary.resolve(Listed.REQUEST), asked.bytes());
      Files.writeString(
          temporary.resolve(Listed.LAYERS),
          request.image().diffIds().stream()
              .map(layer -> layer.digest() + "\n")
              .collect(Collectors.joining()));
      settle(temporary, new Definitions(id, "", request, listed), spec);
      start(agent, asked, place);
    }
    return id;
  }

  private static List<String> names(ListedOptions listed) {
    String name = listed.name();
    return name == null ? List.of() : List.of(name);
  }

  /** Gives the container its name and its place. */
  private void settle(Path temporary, Definitions unnamed, ContainerSpec spec)
      throws RunException, IOException {
    StoreLock lock = store.lock(ContainerList.LOCK);
    try (lock) {
      Definitions named =
          new Definitions(
              unnamed.id(), name(unnamed.options()), unnamed.request(), unnamed.options());
      named.of(spec, mounts(spec)).write(temporary);
      Files.move(temporary, list.place(unnamed.id()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private String name(ListedOptions listed) throws RunException, IOException {
    String asked = listed.name();
    List<Listed> all = list.all();
    if (asked == null) {
      String name = NameWords.next(random);
      return isTaken(name, all) ? name + random.nextInt(1_000_000) : name;
    }
    if (isTaken(asked, all)) {
      Listed other = list.find(asked);
      throw new RunException(
          "Conflict. The container name \"/"
              + asked
              + "\" is already in use by container \""
              + other.id()
              + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }
    return asked;
  }

  private static boolean isTaken(String name, List<Listed> all) {
    return all.stream().anyMatch(each -> each.definition().name().equals(name));
  }

  private static List<Definition.Mounted> mounts(ContainerSpec spec) {
    return spec.mounts().stream()
        .filter(MountSpec.Bind.class::isInstance)
        .map(MountSpec.Bind.class::cast)
        .map(
            bind ->
                new Definition.Mounted(
                    "bind", "", bind.source().toString(), bind.target(), !bind.readOnly(), false))
        .toList();
  }

  private static void start(Agent agent, ContainerRequest request, Path place) throws IOException {
    boolean started = false;
    try {
      agent.launch(request);
      started = true;
    } finally {
      if (!started) {
        agent.remove(place);
      }
    }
  }

  /** What starters that were killed left behind. */
  private void sweep(Agent agent) throws IOException {
    StoreLock lock = store.lock(ContainerList.LOCK);
    try (lock) {
      for (Path place : list.abandoned()) {
        agent.remove(place);
      }
    }
  }
}
