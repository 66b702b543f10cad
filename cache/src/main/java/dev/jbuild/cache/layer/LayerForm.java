package dev.jbuild.cache.layer;

/** What a {@link LayerWriter} keeps of the tar that it writes. */
public enum LayerForm {
  /** The tar becomes a blob; for layers that exist nowhere else (COPY, ADD). */
  TAR,
  /** Only its digest is taken; for layers that are a directory already (RUN). */
  NONE
}
