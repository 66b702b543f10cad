package dev.jbuild.runner;

import dev.jbuild.cache.Store;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.executor.PublishedPort;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.runner.network.NetworkPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Combines what an image says with what the user asked for. */
public final class ContainerSpecs {
  private static final int SHOWN_DIGITS = 12;

  private final Store store;
  private final Consumer<String> log;

  /**
   * @param log receives single lines about what is not as it was asked for
   */
  public ContainerSpecs(Store store, Consumer<String> log) {
    this.store = store;
    this.log = log;
  }

  /**
   * The container of a request.
   *
   * @param id its first digits are the host name of a container that nobody named
   * @param names that others in its network know it by, beside those digits and its aliases
   * @param upper what the container writes, null to throw it away
   * @param place where it is in a network that several share, null for another network
   * @param disk unpacks layers
   */
  public ContainerSpec spec(
      RunRequest request,
      String id,
      List<String> names,
      @Nullable Path upper,
      @Nullable NetworkPlace place,
      LayerDisk disk)
      throws RunException, IOException {
    List<Path> lowers = store.layers().directories(request.image().diffIds(), disk);
    String shortId = id.substring(0, SHOWN_DIGITS);
    NetworkOptions network = request.network();
    String hostname = NetworkFiles.hostname(network, shortId);
    ContainerNetwork joined = ContainerNetwork.of(network, place);
    List<PublishedPort> ports = ports(request);
    ProcessRules rules = new ProcessRules(request.image().config(), request.process());
    ContainerSpec spec =
        ContainerSpec.of(lowers, upper, rules.process(hostname, request.tty()))
            .withHostname(hostname)
            .withConfinement(request.confinement())
            .withFiles(joined.files(hostname, !ports.isEmpty()))
            .withMounts(mounts(request));
    List<String> known = new ArrayList<>(names);
    known.add(shortId);
    return joined.join(spec, known).withPorts(ports);
  }

  private List<PublishedPort> ports(RunRequest request) {
    NetworkOptions network = request.network();
    List<PublishedPort> ports = new ArrayList<>(network.ports());
    if (network.allPorts()) {
      ports.addAll(PortWords.exposed(request.image().config().exposedPorts(), ports));
    }
    if (network.network() != RunNetwork.HOST) {
      return ports;
    }
    if (!ports.isEmpty()) {
      log.accept(
          "published ports are discarded with the host's network: the container has the host's");
    }
    return List.of();
  }

  /** As docker does, makes a source that is not there as a directory, and mounts /a before /a/b. */
  private static List<MountSpec> mounts(RunRequest request) throws IOException {
    List<MountSpec> mounts = new ArrayList<>(request.mounts());
    for (BindMount bind : request.binds()) {
      if (!Files.exists(bind.source())) {
        Files.createDirectories(bind.source());
      }
      mounts.add(MountSpec.bind(bind.source().toRealPath(), bind.target(), bind.readOnly()));
    }
    mounts.sort(Comparator.comparingInt(mount -> Path.of(mount.target()).getNameCount()));
    return mounts;
  }
}
