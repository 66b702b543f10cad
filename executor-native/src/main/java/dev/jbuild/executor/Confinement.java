package dev.jbuild.executor;

import java.util.List;

/**
 * What a container may do and use.
 *
 * @param rlimits of its first process, inherited by the others; what is not named is as the helper
 *     got it
 * @param devices beside the standard ones (null, zero, full, random, urandom, tty)
 * @param shmSize bytes of /dev/shm
 * @param readOnlyRoot whether only what is mounted into the container can be written
 * @param reaper whether process 1 is not the command, but reaps what that leaves behind
 */
public record Confinement(
    Security security,
    Limits limits,
    List<Rlimit> rlimits,
    List<DeviceSpec> devices,
    long shmSize,
    boolean readOnlyRoot,
    boolean reaper) {
  /** Docker's. */
  public static final Confinement DEFAULT =
      new Confinement(Security.DEFAULT, Limits.NONE, List.of(), List.of(), 64L << 20, false, false);

  public Confinement {
    rlimits = List.copyOf(rlimits);
    devices = List.copyOf(devices);
    if (shmSize <= 0) {
      throw new IllegalArgumentException("the size of /dev/shm must be positive: " + shmSize);
    }
  }

  public Confinement withSecurity(Security value) {
    return new Confinement(value, limits, rlimits, devices, shmSize, readOnlyRoot, reaper);
  }

  public Confinement withLimits(Limits value) {
    return new Confinement(security, value, rlimits, devices, shmSize, readOnlyRoot, reaper);
  }

  public Confinement withRlimits(List<Rlimit> value) {
    return new Confinement(security, limits, value, devices, shmSize, readOnlyRoot, reaper);
  }

  public Confinement withDevices(List<DeviceSpec> value) {
    return new Confinement(security, limits, rlimits, value, shmSize, readOnlyRoot, reaper);
  }

  public Confinement withShmSize(long value) {
    return new Confinement(security, limits, rlimits, devices, value, readOnlyRoot, reaper);
  }

  public Confinement withReadOnlyRoot(boolean value) {
    return new Confinement(security, limits, rlimits, devices, shmSize, value, reaper);
  }

  public Confinement withReaper(boolean value) {
    return new Confinement(security, limits, rlimits, devices, shmSize, readOnlyRoot, value);
  }
}
