package dev.jbuild.builder;

import org.jspecify.annotations.Nullable;

/** A build that did not come to an image: what kind of failure, where in the Dockerfile, why. */
public final class BuildException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kinds of failure; this is the one table of their exit codes. */
  public enum Kind {
    /** The Dockerfile, an option or a name is wrong; nothing was run. */
    USER(2),
    /** A step of the build failed. */
    EXEC(1),
    /** A registry was not reached or said no. */
    REGISTRY(3),
    /** This machine lacks something: isolation, disk space, permissions. */
    ENVIRONMENT(4),
    /** A mistake in jbuild itself. */
    INTERNAL(70);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;
  private final transient @Nullable Origin origin;

  public BuildException(Kind kind, @Nullable Origin origin, String message) {
    this(kind, origin, message, null);
  }

  public BuildException(
      Kind kind, @Nullable Origin origin, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.origin = origin;
  }

  public Kind kind() {
    return kind;
  }

  /** The instruction that failed, or null when the failure is not about one. */
  public @Nullable Origin origin() {
    return origin;
  }

  /** The exit code of a command that ends with this failure. */
  public int exitCode() {
    return kind.exitCode();
  }
}
