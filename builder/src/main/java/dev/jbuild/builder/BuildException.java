package dev.jbuild.builder;

import java.util.List;
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

  /** One of the mistakes of a Dockerfile. */
  public record Mistake(Origin origin, String message) {}

  private final Kind kind;
  private final transient @Nullable Origin origin;
  private final transient List<Mistake> mistakes;

  public BuildException(Kind kind, @Nullable Origin origin, String message) {
    this(kind, origin, message, null);
  }

  public BuildException(
      Kind kind, @Nullable Origin origin, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.origin = origin;
    this.mistakes = List.of();
  }

  /**
   * Of a Dockerfile with mistakes.
   *
   * @param message tells them all
   */
  public BuildException(List<Mistake> mistakes, String message) {
    super(message);
    this.kind = Kind.USER;
    this.origin = null;
    this.mistakes = List.copyOf(mistakes);
  }

  public Kind kind() {
    return kind;
  }

  /** The instruction that failed, or null when the failure is not about one. */
  public @Nullable Origin origin() {
    return origin;
  }

  /** The mistakes of the Dockerfile, when that is why: each with its place. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /** The exit code of a command that ends with this failure. */
  public int exitCode() {
    return kind.exitCode();
  }
}
