package dev.jbuild.executor;

/** The network that a container sees. */
public enum NetworkMode {
  /** The host's own. */
  HOST,
  /** A namespace with nothing but a loopback interface. */
  NONE
}
