package dev.jbuild.parser;

import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.text.Utf8;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A parsed Dockerfile. It may be parsed from anything: whatever is wrong is among the diagnostics,
 * in the order of the file, and the instructions that make no sense are left out.
 *
 * @param name the name of the file, for messages
 * @param source the text of the file
 * @param globalArgs the ARGs before the first FROM
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
public record Dockerfile(
    String name,
    String source,
    List<ArgInstruction> globalArgs,
    List<Stage> stages,
    Directives directives,
    List<Diagnostic> diagnostics) {

  public Dockerfile {
    globalArgs = List.copyOf(globalArgs);
    stages = List.copyOf(stages);
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Parses a file.
   *
   * @param name the name of the file, for messages
   */
  public static Dockerfile parse(byte[] bytes, String name) {
    return new DockerfileReader(Utf8.decode(bytes), name).read();
  }

  /** Whether the file must not be built. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
  }

  /** All diagnostics as people read them, with excerpts of the file. */
  public String renderDiagnostics() {
    return render(diagnostics);
  }

  /** The errors alone as people read them. */
  public String renderErrors() {
    return render(errors());
  }

  private String render(List<Diagnostic> some) {
    var excerpts = new SourceExcerpts(source);
    return some.stream()
        .map(diagnostic -> diagnostic.render(name, excerpts))
        .collect(Collectors.joining("\n"));
  }
}
