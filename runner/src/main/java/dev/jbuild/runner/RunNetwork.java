package dev.jbuild.runner;

/** The network of a container. */
public enum RunNetwork {
  /** The host's own. */
  HOST,
  /** Only a loopback interface. */
  NONE
}
