package dev.jbuild.executor;

/**
 * What all processes of a container may use together; 0 is no limit. A limit that cannot be
 * enforced keeps the container from starting, with an error that says why.
 *
 * @param memory bytes, without swap beyond them
 * @param cpus CPU time per time, as 1.5 for one and a half CPUs, in steps of 0.01
 * @param pids processes and threads at a time
 */
public record Limits(long memory, double cpus, long pids) {
  public static final Limits NONE = new Limits(0, 0, 0);

  private static final int QUOTA_OF_ONE = 100_000;
  private static final long LEAST_MEMORY = 6 << 20;
  private static final double LEAST_CPUS = 0.01;

  public Limits {
    if (memory != 0 && memory < LEAST_MEMORY) {
      throw new IllegalArgumentException("a memory limit is 6 MiB or more: " + memory);
    }
    if (cpus != 0 && !(cpus >= LEAST_CPUS && cpus <= Short.MAX_VALUE)) {
      throw new IllegalArgumentException("a limit of CPUs is 0.01 or more: " + cpus);
    }
    if (pids < 0) {
      throw new IllegalArgumentException("a limit of processes is 1 or more: " + pids);
    }
  }

  public Limits withMemory(long value) {
    return new Limits(value, cpus, pids);
  }

  public Limits withCpus(double value) {
    return new Limits(memory, value, pids);
  }

  public Limits withPids(long value) {
    return new Limits(memory, cpus, value);
  }

  /** Microseconds of CPU time in each 100 milliseconds. */
  long cpuQuota() {
    return Math.round(cpus * QUOTA_OF_ONE);
  }
}
