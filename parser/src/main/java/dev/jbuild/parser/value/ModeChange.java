package dev.jbuild.parser.value;

/** One change of the twelve permission bits of a file. */
sealed interface ModeChange {

  /**
   * The bits after the change.
   *
   * @param executable whether the file was a directory or somebody could execute it before
   */
  int apply(int mode, boolean executable);

  /** Sets bits, or only those of an executable file. */
  record Add(int bits, boolean ofExecutables) implements ModeChange {
    @Override
    public int apply(int mode, boolean executable) {
      return ofExecutables && !executable ? mode : mode | bits;
    }
  }

  /** Clears bits. */
  record Remove(int bits) implements ModeChange {
    @Override
    public int apply(int mode, boolean executable) {
      return mode & ~bits;
    }
  }

  /** Adds, removes or sets what another class has, as {@code g=u} does. */
  record CopyOf(int shift, char operator, int who) implements ModeChange {
    @Override
    public int apply(int mode, boolean executable) {
      int bits = ((mode >> shift & 07) * 0111) & who;
      return switch (operator) {
        case '+' -> mode | bits;
        case '-' -> mode & ~bits;
        default -> (mode & ~(who & 0777)) | bits;
      };
    }
  }
}
