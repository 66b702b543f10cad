package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Which steps may be taken from the action cache. */
public final class Reuse {
  private final boolean nothing;
  private final List<Stage> excluded;

  private Reuse(boolean nothing, List<Stage> excluded) {
    this.nothing = nothing;
    this.excluded = excluded;
  }

  /**
   * What the options allow in a file. Names of stages are compared as FROM compares them, without
   * regard to case.
   *
   * @throws BuildException when no stage has one of the names
   */
  public static Reuse of(CacheOptions options, Dockerfile file) throws BuildException {
    List<Stage> excluded = new ArrayList<>();
    for (String name : options.noCacheStages()) {
      List<Stage> named = file.stages().stream().filter(stage -> isNamed(stage, name)).toList();
      if (named.isEmpty()) {
        throw unknown(name, file);
      }
      excluded.addAll(named);
    }
    return new Reuse(options.noCache(), excluded);
  }

  private static boolean isNamed(Stage stage, String name) {
    return name.equalsIgnoreCase(stage.name());
  }

  private static BuildException unknown(String name, Dockerfile file) {
    String names =
        file.stages().stream()
            .map(Stage::name)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return new BuildException(
        Kind.USER,
        null,
        "no stage is named \""
            + name
            + "\", whose steps are to run without cache; "
            + (names.isEmpty() ? "name one with: FROM image AS name" : "the stages are: " + names));
  }

  boolean allowed(Vertex vertex) {
    Origin origin = vertex.origin();
    return !nothing
        && (origin == null
            || excluded.stream()
                .noneMatch(
                    stage ->
                        stage.location().startLine() <= origin.line()
                            && origin.line() <= stage.location().endLine()));
  }
}
