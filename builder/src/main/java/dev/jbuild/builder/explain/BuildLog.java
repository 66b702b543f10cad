package dev.jbuild.builder.explain;

import dev.jbuild.builder.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a build did, or what it would do.
 *
 * @param id by which people name it; "" for a plan
 * @param arguments the names that the Dockerfile declares with ARG
 * @param images when it makes several, in the order of their index
 * @param ending null for a plan
 */
public record BuildLog(
    String id,
    Subject subject,
    Instant begun,
    Duration taken,
    Set<String> arguments,
    List<LoggedStep> steps,
    List<Image> images,
    @Nullable Ending ending,
    Invocation invocation) {

  /**
   * What was built: the context, the Dockerfile, the target stage ("" for the last), the platforms
   * with commas, and the names of the image.
   */
  public record Subject(
      String context, String dockerfile, String target, String platform, List<String> tags) {
    public Subject {
      tags = List.copyOf(tags);
    }
  }

  /** The image for a platform, and the numbers of the steps that it needs. */
  public record Image(String platform, Set<Integer> steps) {
    public Image {
      steps = Set.copyOf(steps);
    }
  }

  public BuildLog {
    arguments = Set.copyOf(new TreeSet<>(arguments));
    steps = List.copyOf(steps);
    images = List.copyOf(images);
  }

  /** Whether not all steps were done. */
  public boolean failed() {
    return count(Set.of(Outcome.FAILED, Outcome.NOT_DONE)) > 0;
  }

  /** How many steps had one of the outcomes. */
  public long count(Collection<Outcome> outcomes) {
    return steps.stream().filter(step -> outcomes.contains(step.outcome())).count();
  }
}
