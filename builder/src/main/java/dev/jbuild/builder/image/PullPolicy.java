package dev.jbuild.builder.image;

/** When a registry is asked for an image. */
public enum PullPolicy {
  /** Only when the local store has no such image for the platform. */
  MISSING,
  /**
   * Always, so that a tag is as new as the registry's; layers that are here are not fetched again.
   */
  ALWAYS,
  /** Not at all: what is not in the local store is an error. */
  NEVER
}
