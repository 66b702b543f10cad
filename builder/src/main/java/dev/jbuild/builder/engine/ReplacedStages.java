package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.FromInstruction;
import java.util.List;

/** Puts named contexts in the place of stages. */
final class ReplacedStages {
  private ReplacedStages() {}

  /** The file with nothing but {@code FROM name} in each stage whose name is that of a context. */
  static Dockerfile replace(Dockerfile file, BuildContexts contexts) {
    if (contexts.named().isEmpty()) {
      return file;
    }
    List<Stage> stages =
        file.stages().stream()
            .map(
                stage -> {
                  String name = stage.name();
                  return name != null && contexts.find(name).isPresent()
                      ? fromContext(stage, name)
                      : stage;
                })
            .toList();
    return new Dockerfile(
        file.name(),
        file.source(),
        file.globalArgs(),
        stages,
        file.directives(),
        file.diagnostics());
  }

  private static Stage fromContext(Stage stage, String name) {
    FromInstruction from = stage.from();
    return new Stage(
        stage.index(),
        name,
        new FromInstruction(from.origin(), name, name, from.platform()),
        List.of(),
        stage.location());
  }
}
