package dev.jbuild.builder.explain;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a build came to.
 *
 * @param image the digest of the manifest or index, "" when there is none
 * @param failure null when there is none
 * @param warnings what users were told on the way
 */
public record Ending(
    Result result, String image, @Nullable Failure failure, List<String> warnings) {
  /** The verdict. */
  public enum Result {
    COMPLETED,
    FAILED,
    /** Somebody ended it. */
    CANCELED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Why there is no image.
   *
   * @param message in one or more lines
   * @param step the number of the step that failed, 0 when it was none
   * @param exitCode of the process of a RUN, -1 when there was none
   * @param excerpt the lines of the Dockerfile around the instruction; none when it is not known
   */
  public record Failure(String message, int step, int exitCode, List<Line> excerpt) {
    public static final int NONE = -1;

    public Failure {
      excerpt = List.copyOf(excerpt);
    }
  }

  /** A line of a Dockerfile; {@code meant} tells those of the instruction from its neighbours. */
  public record Line(int number, String text, boolean meant) {}

  public Ending {
    warnings = List.copyOf(warnings);
  }
}
