package dev.jbuild.runner;

/** The network of a container. */
public enum RunNetwork {
  /** The host's own. */
  HOST,
  /** Only a loopback interface. */
  NONE,
  /** One of its own, from which the container reaches what the host reaches. */
  PRIVATE,
  /** One that several containers share. */
  SHARED
}
