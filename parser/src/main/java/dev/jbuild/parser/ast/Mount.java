package dev.jbuild.parser.ast;

import org.jspecify.annotations.Nullable;

/** What a {@code --mount} of RUN asks for, variables expanded. Targets may be relative or empty. */
public sealed interface Mount {

  String target();

  /** Files of the build context, or of the stage or image that {@code from} names. */
  record Bind(String target, @Nullable String from, String source, boolean readOnly)
      implements Mount {}

  /**
   * A directory that stays from build to build.
   *
   * @param id null for the target
   */
  record Cache(
      String target,
      @Nullable String id,
      Sharing sharing,
      Seed seed,
      boolean readOnly,
      FileAttributes attributes)
      implements Mount {}

  /** What a new cache starts with: the directory {@code source} of {@code from}, if given. */
  record Seed(@Nullable String from, String source) {}

  /** Who may use a cache at the same time. */
  enum Sharing {
    SHARED,
    PRIVATE,
    LOCKED
  }

  /**
   * A directory in memory.
   *
   * @param size the limit in bytes, 0 without one
   */
  record Tmpfs(String target, long size, boolean readOnly) implements Mount {}

  /**
   * A secret as a file, an environment variable or both.
   *
   * @param target empty for {@code /run/secrets/<id>}, or for no file if env is given
   * @param env the name of the variable, or null
   */
  record Secret(
      String target, String id, @Nullable String env, boolean required, FileAttributes attributes)
      implements Mount {}

  /**
   * The socket of an ssh agent.
   *
   * @param id "default" if not given
   */
  record Ssh(String target, String id, boolean required, FileAttributes attributes)
      implements Mount {}
}
