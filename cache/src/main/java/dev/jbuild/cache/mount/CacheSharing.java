package dev.jbuild.cache.mount;

/** Who may use a cache mount at the same time. */
public enum CacheSharing {
  /** All see one directory. */
  SHARED,
  /** Each has a directory of its own, which it takes over from someone who is done. */
  PRIVATE,
  /** One after the other. */
  LOCKED
}
