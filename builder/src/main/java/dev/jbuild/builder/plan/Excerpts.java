package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.Origin;
import dev.jbuild.parser.ast.Location;
import java.util.List;

/** The lines of a Dockerfile, to show the ones that a message is about. */
public final class Excerpts {
  private final String file;
  private final List<String> lines;

  public Excerpts(String file, String text) {
    this.file = file;
    this.lines = text.lines().toList();
  }

  public Origin origin(Location location) {
    int from = Math.min(location.startLine() - 1, lines.size());
    int to = Math.min(location.endLine(), lines.size());
    return new Origin(
        file,
        location.startLine(),
        location.endLine(),
        String.join("\n", lines.subList(from, Math.max(from, to))));
  }

  /** Something that the writer of the Dockerfile has to change. */
  BuildException wrong(Location location, String message) {
    return new BuildException(Kind.USER, origin(location), message);
  }

  BuildException wrong(Location location, String message, Throwable cause) {
    return new BuildException(Kind.USER, origin(location), message, cause);
  }
}
