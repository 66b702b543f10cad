package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.Location;
import org.jspecify.annotations.Nullable;

/** An instruction that makes no sense by itself. */
public final class InvalidInstructionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Location location;
  private final @Nullable String hint;

  InvalidInstructionException(String message) {
    this(message, null, null);
  }

  InvalidInstructionException(String message, String hint) {
    this(message, hint, null);
  }

  /** Without stack trace: it becomes a diagnostic, and a file may cause many. */
  InvalidInstructionException(String message, @Nullable String hint, @Nullable Location location) {
    super(message, null, false, false);
    this.location = location;
    this.hint = hint;
  }

  InvalidInstructionException(String message, Throwable cause) {
    super(message, cause);
    this.location = null;
    this.hint = null;
  }

  /** The part that is wrong, or null for the whole instruction. */
  public @Nullable Location location() {
    return location;
  }

  /** The way out, if one is known. */
  public @Nullable String hint() {
    return hint;
  }
}
