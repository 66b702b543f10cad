package dev.jbuild.builder.explain;

import dev.jbuild.builder.solve.Miss;
import dev.jbuild.cache.tree.TreeStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds why the steps of a build ran by comparing them with those of the build before. */
public final class Explainer {
  private final TreeStore trees;
  private final BuildLog build;
  private final @Nullable BuildLog before;
  private final Alignment alignment;
  private final Map<Integer, LoggedStep> byNumber = new HashMap<>();

  private Explainer(TreeStore trees, BuildLog build, @Nullable BuildLog before) {
    this.trees = trees;
    this.build = build;
    this.before = before;
    this.alignment = Alignment.of(build.steps(), before == null ? List.of() : before.steps());
    build.steps().forEach(step -> byNumber.put(step.place().number(), step));
  }

  /**
   * Explains a build.
   *
   * @param trees where the trees are that the logs name; one that is gone makes the answer shorter
   * @param before the build of the same context before this one, null when there was none
   */
  public static Explanation explain(TreeStore trees, BuildLog build, @Nullable BuildLog before)
      throws IOException {
    Explainer explainer = new Explainer(trees, build, before);
    List<Verdict> verdicts = new ArrayList<>();
    for (LoggedStep step : build.steps()) {
      verdicts.add(new Verdict(step, explainer.causes(step)));
    }
    return new Explanation(build, before, verdicts);
  }

  private List<Cause> causes(LoggedStep step) throws IOException {
    if (step.outcome() == Outcome.CACHED || step.outcome() == Outcome.NOT_DONE) {
      return List.of();
    }
    if (step.miss() == Miss.NOT_ALLOWED) {
      return List.of(new Cause.NoCache());
    }
    Optional<LoggedStep> partner = alignment.partner(step);
    if (step.isImage()) {
      return image(step, partner);
    }
    if (partner.isEmpty()) {
      return List.of(before == null ? new Cause.FirstBuild() : new Cause.NewStep());
    }
    List<Cause> causes = new ArrayList<>(inputs(step, partner.get()));
    if (step.key().isEmpty()) {
      return causes; // what it reads is not known before a step above has run
    }
    causes.addAll(PartChanges.between(trees, build.arguments(), partner.get(), step));
    boolean same = step.key().equals(partner.get().key());
    if (step.miss() == Miss.NO_LAYER || (same && step.miss() == Miss.NO_RECORD)) {
      causes.add(new Cause.Evicted(step.miss() == Miss.NO_LAYER));
    } else if (causes.isEmpty()) {
      causes.add(new Cause.Value(PartChanges.BASE, null, null));
    }
    return causes;
  }

  private static List<Cause> image(LoggedStep step, Optional<LoggedStep> partner) {
    List<Cause> causes = new ArrayList<>();
    partner.flatMap(old -> otherImage(step, old)).ifPresent(causes::add);
    causes.add(new Cause.Fetched());
    return causes;
  }

  private static Optional<Cause> otherImage(LoggedStep step, LoggedStep partner) {
    String name = step.parts().getOrDefault(LoggedStep.NAME, "");
    return step.key().equals(partner.key())
        ? Optional.empty()
        : Optional.of(new Cause.BaseImage(name, partner.key(), step.key()));
  }

  /** Which of the steps that it reads from give other files than the last time, or may. */
  private List<Cause> inputs(LoggedStep step, LoggedStep partner) {
    List<Cause> causes = new ArrayList<>();
    for (int i = 0; i < step.inputs().size(); i++) {
      LoggedStep input = byNumber.get(step.inputs().get(i));
      if (input != null && isOther(step, partner, i, input)) {
        Optional<Cause> image =
            input.isImage()
                ? alignment.partner(input).flatMap(old -> otherImage(input, old))
                : Optional.empty();
        causes.add(image.orElseGet(() -> new Cause.Input(input.place().number(), input.outcome())));
      }
    }
    return causes;
  }

  private static boolean isOther(LoggedStep step, LoggedStep partner, int index, LoggedStep input) {
    boolean open = input.outcome() == Outcome.WOULD_RUN || input.outcome() == Outcome.DEPENDS;
    if (open && !input.isImage()) {
      return true;
    }
    return step.parts().entrySet().stream()
        .filter(part -> part.getKey().equals(PartChanges.BASE) == (index == 0))
        .filter(part -> index == 0 || step.files().containsKey(part.getKey()))
        .anyMatch(part -> !Objects.equals(part.getValue(), partner.parts().get(part.getKey())));
  }
}
