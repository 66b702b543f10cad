package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stages of a Dockerfile and how they name each other. */
final class Stages {
  private final List<Stage> stages;
  private final List<String> bases = new ArrayList<>();
  private final Excerpts excerpts;

  private Stages(List<Stage> stages, Excerpts excerpts) {
    this.stages = stages;
    this.excerpts = excerpts;
  }

  /** Expands what all stages are based on, and checks every name of a stage in the file. */
  static Stages of(Dockerfile file, GlobalScope scope, Words words, Excerpts excerpts)
      throws BuildException {
    if (file.stages().isEmpty()) {
      throw new BuildException(
          Kind.USER, null, file.name() + ": dockerfile contains no stages to build; add a FROM");
    }
    Stages all = new Stages(file.stages(), excerpts);
    for (Stage stage : file.stages()) {
      Location place = stage.from().location();
      String base = words.expand(stage.from().image(), scope.variables(), place);
      if (base.isEmpty()) {
        throw excerpts.wrong(place, "base name (" + stage.from().image() + ") should not be blank");
      }
      all.bases.add(base);
    }
    for (Stage stage : file.stages()) {
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof CopyInstruction copy && copy.flags().from() != null) {
          Optional<Stage> checked = all.source(stage, copy.flags().from(), instruction.location());
          assert checked.isEmpty() || checked.get().index() < stage.index();
        }
      }
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
    return earlier(base(stage), stage.index());
  }

  /** The stage to build. */
  Stage target(@Nullable String name) throws BuildException {
    if (name == null || name.isEmpty()) {
      return stages.getLast();
    }
    Optional<Stage> found = earlier(name, stages.size());
    if (found.isPresent()) {
      return found.get();
    }
    List<String> names =
        stages.stream().map(Stage::name).filter(n -> n != null).map(String::valueOf).toList();
    throw new BuildException(
        Kind.USER,
        null,
        "target stage \"" + name + "\" could not be found" + Spelling.suggest(name, names));
  }

  /**
   * The stage that a {@code --from} in {@code current} means, or empty when it means an image.
   *
   * @throws BuildException when it is a stage that cannot be copied from there
   */
  Optional<Stage> source(Stage current, String from, Location place) throws BuildException {
    if (from.indexOf('$') >= 0) {
      throw excerpts.wrong(
          place,
          "variable expansion is not supported for --from, define a new stage with FROM using ARG"
              + " from global scope as a workaround");
    }
    Stage found;
    if (from.matches("[0-9]+")) {
      int index = from.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(from);
      if (index >= stages.size()) {
        throw excerpts.wrong(place, "invalid stage index " + from);
      }
      found = stages.get(index);
    } else {
      Optional<Stage> named = earlier(from, current.index());
      if (named.isEmpty()) {
        named = earlier(from, stages.size());
      }
      if (named.isEmpty()) {
        return named;
      }
      found = named.get();
    }
    if (found.index() == current.index()) {
      throw excerpts.wrong(place, "circular dependency detected on stage: " + label(current));
    }
    if (found.index() > current.index()) {
      throw excerpts.wrong(
          place,
          "cannot copy from stage \""
              + label(found)
              + "\", it needs to be defined before current stage \""
              + label(current)
              + "\"");
    }
    return Optional.of(found);
  }

  /** The last stage of that name before {@code end}. */
  private Optional<Stage> earlier(String name, int end) {
    String lower = name.toLowerCase(Locale.ROOT);
    return stages.subList(0, end).reversed().stream()
        .filter(stage -> lower.equals(stage.name()))
        .findFirst();
  }

  private static String label(Stage stage) {
    String name = stage.name();
    return name == null ? String.valueOf(stage.index()) : name;
  }

  /** What the titles of a stage's steps begin with. */
  String title(Stage stage) {
    String name = stage.name();
    return name != null ? name : single() ? "" : "stage-" + stage.index();
  }
}
