package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** Parses the Dockerfile of a build. */
final class Dockerfiles {
  private Dockerfiles() {}

  /**
   * @throws BuildException with all errors of the file at once
   */
  static Dockerfile parse(BuildFiles files, BuildListener listener) throws BuildException {
    Dockerfile dockerfile = Dockerfile.parse(files.dockerfile(), files.dockerfileName());
    List<Diagnostic> errors = dockerfile.errors();
    if (!errors.isEmpty()) {
      throw new BuildException(Kind.USER, null, tell(dockerfile, errors));
    }
    Excerpts excerpts = new Excerpts(dockerfile.name(), dockerfile.source());
    for (Diagnostic diagnostic : dockerfile.diagnostics()) {
      if (diagnostic.severity() == Severity.WARNING) {
        listener.warning(diagnostic.message(), excerpts.origin(diagnostic.location()));
      }
    }
    return dockerfile;
  }

  /** First docker's line for the first error, which scripts look for; then all in full. */
  private static String tell(Dockerfile dockerfile, List<Diagnostic> errors) {
    Diagnostic first = errors.getFirst();
    String all =
        errors.stream()
            .map(error -> error.render(dockerfile.name(), dockerfile.source()))
            .collect(Collectors.joining("\n"));
    String count = errors.size() == 1 ? "" : " (" + errors.size() + " errors)";
    return "dockerfile parse error on line "
        + first.location().startLine()
        + ": "
        + first.message()
        + count
        + "\n"
        + all;
  }
}
