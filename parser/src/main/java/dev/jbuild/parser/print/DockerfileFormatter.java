package dev.jbuild.parser.print;

import dev.jbuild.parser.Directives;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.syntax.Problem;
import dev.jbuild.parser.syntax.Statement;
import dev.jbuild.parser.syntax.Syntax;
import dev.jbuild.parser.syntax.SyntaxReader;
import dev.jbuild.parser.text.Utf8;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Formats a file without changing what it says: instructions in upper case, one blank between words
 * where that means nothing, no white space at the ends of lines, at most one empty line in a row.
 * Comments stay where they are, commands and heredocs stay as they are.
 */
public final class DockerfileFormatter {
  private final Dockerfile file;
  private final char escape;
  private final PhysicalLines lines;
  private final StringBuilder out = new StringBuilder();
  private boolean afterBlank = true;
  private boolean afterText;

  private DockerfileFormatter(Dockerfile file) {
    this.file = file;
    this.escape = file.directives().escape();
    this.lines = new PhysicalLines(file.source());
  }

  /**
   * The formatted text of a file; {@link Utf8#encode} makes its bytes.
   *
   * @throws IllegalArgumentException if the file has errors
   * @throws IllegalStateException if the result would say something else: a mistake in here
   */
  public static String format(Dockerfile file) {
    if (file.hasErrors()) {
      throw new IllegalArgumentException(file.name() + " has errors");
    }
    String text = new DockerfileFormatter(file).format();
    requireSame(file, text);
    return text;
  }

  private String format() {
    Directives directives = file.directives();
    for (int line = 1; line <= directives.lines(); line++) {
      add(directive(lines.line(line)));
    }
    int next = directives.lines() + 1;
    for (Statement statement : statements(file.source()).statements()) {
      int start = statement.origin().location().startLine();
      addBetween(next, start);
      addStatement(statement);
      next = statement.origin().location().endLine() + 1;
    }
    addBetween(next, lines.count() + 1);
    return out.toString();
  }

  private Syntax statements(String text) {
    return SyntaxReader.read(text, escape, file.directives().lines());
  }

  private void add(String line) {
    out.append(line).append(lines.newline());
    afterBlank = false;
    afterText = true;
  }

  private static String directive(String line) {
    String text = WhiteSpace.trim(WhiteSpace.trim(line).substring(1));
    int equals = text.indexOf('=');
    String value = text.substring(equals + 1).strip();
    return "# " + text.substring(0, equals).strip().toLowerCase(Locale.ROOT) + "=" + value;
  }

  /** Comments and empty lines, and now and then a line that is nothing but an escape. */
  private void addBetween(int from, int to) {
    boolean blank = false;
    for (int number = from; number < to; number++) {
      String line = WhiteSpace.trim(lines.line(number));
      if (line.isEmpty()) {
        blank = true;
      } else {
        addBlank(startsLikeDirective(number, line) || blank);
        add(line);
        blank = false;
      }
    }
    if (to <= lines.count()) {
      addBlank(blank);
    }
  }

  private void addBlank(boolean wanted) {
    if (wanted && !afterBlank) {
      out.append(lines.newline());
      afterBlank = true;
    }
  }

  /** The empty line that keeps a comment below it from being read as a directive stays. */
  private boolean startsLikeDirective(int number, String line) {
    if (!afterText && number > 1 && line.startsWith("#") && line.indexOf('=') > 0) {
      afterBlank = false;
      return true;
    }
    return false;
  }

  private void addStatement(Statement statement) {
    int start = statement.origin().location().startLine();
    int end = statement.origin().location().endLine();
    int bodies = end - heredocLines(statement);
    List<String> code = new ArrayList<>();
    for (int number = start; number <= bodies; number++) {
      code.add(lines.line(number));
    }
    String heredocs = raw(bodies + 1, end);
    String tidy = layOut(code, statement, heredocs);
    out.append(tidy == null ? raw(start, bodies) : tidy).append(heredocs);
    afterBlank = false;
    afterText = true;
  }

  private String raw(int from, int to) {
    var text = new StringBuilder();
    for (int number = from; number <= to; number++) {
      text.append(lines.raw(number)).append('\n');
    }
    return text.toString();
  }

  private static int heredocLines(Statement statement) {
    int count = 0;
    for (Heredoc heredoc : statement.heredocs()) {
      count += 1 + (int) heredoc.content().chars().filter(c -> c == '\n').count();
    }
    return count;
  }

  /** The lines of a statement, or null if they would say something else when tidy. */
  private @Nullable String layOut(List<String> code, Statement statement, String heredocs) {
    List<String> candidate = StatementLayout.of(code, statement, escape);
    if (candidate == null) {
      return null;
    }
    String text = String.join(lines.newline(), candidate) + lines.newline();
    Syntax read = SyntaxReader.read(text + heredocs, escape, 0);
    boolean same =
        read.problems().stream().allMatch(Problem::warning)
            && read.statements().size() == 1
            && SameStatement.test(read.statements().getFirst(), statement);
    return same ? text : null;
  }

  private static void requireSame(Dockerfile file, String text) {
    Dockerfile formatted = Dockerfile.parse(Utf8.encode(text), file.name());
    char escape = file.directives().escape();
    int lines = file.directives().lines();
    boolean same =
        !formatted.hasErrors()
            && formatted.directives().equals(file.directives())
            && SameStatement.test(
                SyntaxReader.read(file.source(), escape, lines).statements(),
                SyntaxReader.read(formatted.source(), escape, lines).statements());
    if (!same) {
      throw new IllegalStateException("formatting would change what " + file.name() + " says");
    }
  }
}
