package dev.jbuild.runner.container;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.ContainerRequest;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.Isolation;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.runner.ContainerSpecs;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.network.NetworkPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the directory of a container, its name, and its volumes. */
final class NewContainer {
  private static final int ID_BYTES = 32;

  private final Store store;
  private final Consumer<String> log;
  private final ContainerList list;

  NewContainer(Store store, Consumer<String> log) {
    this.store = store;
    this.log = log;
    this.list = new ContainerList(store);
  }

  /**
   * A container that is in its place and did not start yet.
   *
   * @param own what goes with it: its volumes
   */
  record Made(String id, Path place, ContainerRequest request, List<Path> own) {
    boolean hasStarted() throws IOException {
      return ContainerState.hasBegun(place);
    }

    void remove(LayerDisk disk) throws IOException {
      for (Path path : own) {
        disk.remove(path);
      }
      disk.remove(place);
    }
  }

  /** Makes it in a directory that the helper has locked, and moves that to its place. */
  Made make(
      Path temporary,
      RunRequest request,
      ListedOptions listed,
      @Nullable NetworkPlace network,
      Agent agent)
      throws RunException, IOException {
    byte[] bytes = new byte[ID_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    boolean mounts = agent.info().isolation() != Isolation.CHROOT;
    Volumes volumes = new Volumes(store);
    StoreLock lock = volumes.lock();
    try (lock) {
      VolumeMounts used = VolumeMounts.make(volumes, request, listed.volumes(), mounts);
      try {
        Made made = null;
        while (made == null) {
          made = make(temporary, id, request, listed, used, network, agent);
        }
        return made;
      } catch (RunException | IOException e) {
        for (Path own : used.own()) {
          agent.remove(own);
        }
        throw e;
      }
    }
  }

  /** Null when somebody was faster with the name that was made up. */
  private @Nullable Made make(
      Path temporary,
      String id,
      RunRequest request,
      ListedOptions listed,
      VolumeMounts used,
      @Nullable NetworkPlace network,
      Agent agent)
      throws RunException, IOException {
    Path place = list.place(id);
    List<MountSpec> mounts = new ArrayList<>(request.mounts());
    mounts.addAll(used.specs());
    String name = name(listed, list.all());
    ContainerSpec spec =
        new ContainerSpecs(store, log)
            .spec(
                request.withMounts(mounts),
                id,
                List.of(name),
                place.resolve(Listed.UPPER),
                network,
                agent);
    List<Path> removals = new ArrayList<>();
    if (listed.autoRemove()) {
      removals.addAll(used.own());
      removals.add(place);
    }
    ContainerRequest asked =
        ContainerRequest.of(
            spec,
            listed.openStdin(),
            removals,
            listed.health().spec(request.image().config(), spec.process()),
            listed.restart().spec());
    Files.write(temporary.resolve(Listed.REQUEST), asked.bytes());
    Files.writeString(
        temporary.resolve(Listed.LAYERS),
        request.image().diffIds().stream()
            .map(layer -> layer.digest() + "\n")
            .collect(Collectors.joining()));
    StoreLock lock = store.lock(ContainerList.LOCK);
    try (lock) {
      List<Listed> all = list.all();
      if (listed.name() == null && isTaken(name, all)) {
        return null;
      }
      check(name, all);
      List<Definition.Mounted> shown = new ArrayList<>(used.shown());
      shown.addAll(binds(spec));
      new Definitions(id, name, request, listed, network).of(spec, shown).write(temporary);
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Made(id, place, asked, used.own());
  }

  private static String name(ListedOptions listed, List<Listed> all) throws RunException {
    String asked = listed.name();
    if (asked != null) {
      check(asked, all);
      return asked;
    }
    String name = NameWords.next(ThreadLocalRandom.current());
    return isTaken(name, all) ? name + ThreadLocalRandom.current().nextInt(1_000_000) : name;
  }

  /** Whether nobody has the name; who gives it to a container has the lock of the list. */
  static void check(String name, List<Listed> all) throws RunException {
    for (Listed other : all) {
      if (other.definition().name().equals(name)) {
        throw new RunException(
            "Conflict. The container name \"/"
                + name
                + "\" is already in use by container \""
                + other.id()
                + "\". You have to remove (or rename) that container to be able to reuse that"
                + " name.");
      }
    }
  }

  private static boolean isTaken(String name, List<Listed> all) {
    return all.stream().anyMatch(each -> each.definition().name().equals(name));
  }

  private static List<Definition.Mounted> binds(ContainerSpec spec) {
    return spec.mounts().stream()
        .filter(MountSpec.Bind.class::isInstance)
        .map(MountSpec.Bind.class::cast)
        .map(
            bind ->
                new Definition.Mounted(
                    "bind", "", bind.source().toString(), bind.target(), !bind.readOnly(), false))
        .toList();
  }
}
