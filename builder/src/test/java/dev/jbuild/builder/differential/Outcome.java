package dev.jbuild.builder.differential;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder made of a case: an image, or why there is none. */
record Outcome(@Nullable ImageFacts image, String problem) {
  /**
   * What only docker 20.10 fails at: looking up a user where there is no passwd, which is 0:0 later
   * on, saving an image that has no layers, and mounting from an image in a trigger.
   */
  private static final Pattern OLD_FAILURES =
      Pattern.compile("/etc/(passwd|group): no such file or directory|empty export|error mounting");

  static Outcome of(ImageFacts image) {
    return new Outcome(image, "");
  }

  static Outcome failure(String problem) {
    return new Outcome(null, problem);
  }

  /** What differs from what docker made, a line or more each; none if all is well. */
  List<String> differences(Outcome docker) {
    if (image != null && docker.image != null) {
      return image.differences(docker.image);
    }
    boolean same = image == null && docker.image == null;
    if (same || OLD_FAILURES.matcher(docker.problem).find()) {
      return List.of();
    }
    return List.of("jbuild: " + this + "\n   docker: " + docker);
  }

  @Override
  public String toString() {
    return image == null ? problem : "built it";
  }
}
