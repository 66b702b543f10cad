package dev.jbuild.builder.ops;

/** The ids that created files get. */
record Ownership(long uid, long gid) {
  static final Ownership ROOT = new Ownership(0, 0);
}
