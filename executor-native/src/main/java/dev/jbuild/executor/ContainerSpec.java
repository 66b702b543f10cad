package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One container.
 *
 * @param lowers layer directories, base first
 * @param upper what the container writes, below the state directory and made when missing; null
 *     throws it away
 * @param mounts in the order given; a later one may lie inside an earlier one
 * @param files bound read-only after the mounts; they leave no trace in the upper
 * @param membership where the network is {@link NetworkMode#SHARED}, else null
 * @param ports that clients of the host reach, at the container's address
 * @param emulator runs the programs, null when the kernel does
 */
public record ContainerSpec(
    List<Path> lowers,
    @Nullable Path upper,
    ProcessSpec process,
    List<MountSpec> mounts,
    List<FileSpec> files,
    NetworkMode network,
    @Nullable Membership membership,
    List<PublishedPort> ports,
    String hostname,
    Confinement confinement,
    @Nullable Emulator emulator) {
  private static final int LONGEST_HOSTNAME = 64;

  public ContainerSpec {
    lowers = List.copyOf(Lowers.distinct(lowers));
    upper = upper == null ? null : upper.toAbsolutePath().normalize();
    mounts = List.copyOf(mounts);
    files = List.copyOf(files);
    ports = List.copyOf(ports);
    if (network == NetworkMode.HOST && !ports.isEmpty()) {
      throw new IllegalArgumentException(
          "a container of the host's network has the host's ports: none can be published");
    }
    if ((network == NetworkMode.SHARED) != (membership != null)) {
      throw new IllegalArgumentException(
          "a shared network is one that the container is a member of");
    }
    if (hostname.isEmpty() || hostname.length() > LONGEST_HOSTNAME) {
      throw new IllegalArgumentException("a host name has 1 to 64 characters: " + hostname);
    }
  }

  /** A container without mounts, files and network. */
  public static ContainerSpec of(List<Path> lowers, @Nullable Path upper, ProcessSpec process) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        List.of(),
        List.of(),
        NetworkMode.NONE,
        null,
        List.of(),
        "localhost",
        Confinement.DEFAULT,
        null);
  }

  public ContainerSpec withProcess(ProcessSpec value) {
    return new ContainerSpec(
        lowers,
        upper,
        value,
        mounts,
        files,
        network,
        membership,
        ports,
        hostname,
        confinement,
        emulator);
  }

  public ContainerSpec withMounts(List<MountSpec> value) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        value,
        files,
        network,
        membership,
        ports,
        hostname,
        confinement,
        emulator);
  }

  public ContainerSpec withFiles(List<FileSpec> value) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        mounts,
        value,
        network,
        membership,
        ports,
        hostname,
        confinement,
        emulator);
  }

  public ContainerSpec withNetwork(NetworkMode value) {
    return new ContainerSpec(
        lowers, upper, process, mounts, files, value, null, ports, hostname, confinement, emulator);
  }

  /** In a network that several containers share. */
  public ContainerSpec withMembership(Membership value) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        mounts,
        files,
        NetworkMode.SHARED,
        value,
        ports,
        hostname,
        confinement,
        emulator);
  }

  public ContainerSpec withPorts(List<PublishedPort> value) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        mounts,
        files,
        network,
        membership,
        value,
        hostname,
        confinement,
        emulator);
  }

  public ContainerSpec withHostname(String value) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        mounts,
        files,
        network,
        membership,
        ports,
        value,
        confinement,
        emulator);
  }

  public ContainerSpec withConfinement(Confinement value) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        mounts,
        files,
        network,
        membership,
        ports,
        hostname,
        value,
        emulator);
  }

  public ContainerSpec withEmulator(@Nullable Emulator value) {
    return new ContainerSpec(
        lowers,
        upper,
        process,
        mounts,
        files,
        network,
        membership,
        ports,
        hostname,
        confinement,
        value);
  }
}
