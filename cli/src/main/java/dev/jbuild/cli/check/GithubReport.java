package dev.jbuild.cli.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.lint.Warning;
import java.util.ArrayList;
import java.util.List;

/**
 * The report as workflow commands, one a line.
 *
 * @see <a
 *     href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">the
 *     commands</a>
 */
final class GithubReport {
  private GithubReport() {}

  static String of(CheckedFile file) {
    List<String> lines = new ArrayList<>();
    for (Diagnostic error : file.report().errors()) {
      lines.add(command("error", file, error.location(), "Dockerfile", error.message()));
    }
    String level = file.report().violation().isPresent() ? "error" : "warning";
    for (Warning warning : file.report().warnings()) {
      String title = warning.rule().ruleName();
      lines.add(command(level, file, warning.location(), title, warning.message()));
    }
    return String.join("\n", lines);
  }

  private static String command(
      String level, CheckedFile file, Location location, String title, String message) {
    return "::%s file=%s,line=%d,endLine=%d,col=%d,title=%s::%s"
        .formatted(
            level,
            WorkflowCommand.property(file.name()),
            location.startLine(),
            location.endLine(),
            location.startColumn(),
            WorkflowCommand.property(title),
            WorkflowCommand.text(message));
  }
}
