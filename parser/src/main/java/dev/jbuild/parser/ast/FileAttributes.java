package dev.jbuild.parser.ast;

import org.jspecify.annotations.Nullable;

/** Mode and owner that a mount asks for, null where it leaves them to the default. */
public record FileAttributes(@Nullable Integer mode, @Nullable Long uid, @Nullable Long gid) {
  public static final FileAttributes DEFAULT = new FileAttributes(null, null, null);
}
