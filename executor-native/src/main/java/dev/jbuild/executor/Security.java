package dev.jbuild.executor;

/** How far a container is kept from the kernel. */
public enum Security {
  /** The capabilities of {@link ProcessSpec}, docker's seccomp filter, masked kernel files. */
  DEFAULT,
  /**
   * As {@code RUN --security=insecure} and {@code docker run --privileged}: all capabilities, no
   * seccomp filter, nothing masked or read-only, all devices. As root that is root on the host.
   */
  INSECURE
}
