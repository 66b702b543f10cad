package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.check.StageNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a Dockerfile with their bases; that all names are sound has been checked before.
 */
final class Stages {
  private final List<Stage> stages;
  private final StageNames names;
  private final List<String> bases = new ArrayList<>();

  private Stages(List<Stage> stages) {
    this.stages = stages;
    this.names = new StageNames(stages);
  }

  /** Expands what all stages are based on. */
  static Stages of(Dockerfile file, GlobalScope scope, Words words) throws BuildException {
    Stages all = new Stages(file.stages());
    for (Stage stage : file.stages()) {
      Location place = stage.from().location();
      all.bases.add(words.expand(stage.from().image(), scope.variables(), place));
    }
    return all;
  }

  boolean single() {
    return stages.size() == 1;
  }

  /** What the FROM of a stage names, expanded. */
  String base(Stage stage) {
    return bases.get(stage.index());
  }

  /** The stage that a FROM means, or empty when it means an image. */
  Optional<Stage> baseStage(Stage stage) {
    return names.base(base(stage), stage);
  }

  /** The stage to build. */
  Stage target(@Nullable String name) throws BuildException {
    Optional<Stage> found = names.target(name);
    if (found.isPresent()) {
      return found.get();
    }
    throw new BuildException(Kind.USER, null, names.unknownTarget(String.valueOf(name)));
  }

  /** The stage that a {@code --from} means, or empty when it means an image. */
  Optional<Stage> source(String from) {
    return names.source(from);
  }

  /** What the titles of a stage's steps begin with. */
  String title(Stage stage) {
    String name = stage.name();
    return name != null ? name : single() ? "" : StageNames.label(stage);
  }
}
