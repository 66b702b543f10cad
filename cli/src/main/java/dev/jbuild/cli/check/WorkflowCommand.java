package dev.jbuild.cli.check;

/**
 * A line by which a program annotates a line of a file on GitHub.
 *
 * @see <a
 *     href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">the
 *     commands</a>
 */
public record WorkflowCommand(
    String level, String file, int line, int endLine, String title, String message) {

  /** {@code ::error file=Dockerfile,line=3,endLine=4,title=...::...}. */
  @Override
  public String toString() {
    return "::%s file=%s,line=%d,endLine=%d,title=%s::%s"
        .formatted(level, property(file), line, endLine, property(title), text(message));
  }

  static String text(String value) {
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  static String property(String value) {
    return text(value).replace(":", "%3A").replace(",", "%2C");
  }
}
