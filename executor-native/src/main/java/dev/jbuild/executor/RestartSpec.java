package dev.jbuild.executor;

/**
 * When a listed container that goes on by itself starts again after its end.
 *
 * @param retries after a failure, 0 for any number; no meaning for the others
 */
public record RestartSpec(When when, int retries) {
  /** Never. */
  public static final RestartSpec NO = new RestartSpec(When.NO, 0);

  /** The ends that count. */
  public enum When {
    NO(0),
    ON_FAILURE(1),
    ALWAYS(2);

    private final int code;

    When(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  public RestartSpec {
    if (retries < 0) {
      throw new IllegalArgumentException("maximum retry count cannot be negative: " + retries);
    }
  }
}
