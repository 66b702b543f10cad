package dev.jbuild.parser.syntax;

import dev.jbuild.grammar.DockerfileLexer;
import dev.jbuild.grammar.DockerfileParser;
import dev.jbuild.grammar.DockerfileParser.DockerfileContext;
import dev.jbuild.grammar.DockerfileParser.StatementContext;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.text.WhiteSpace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Reads the statements of a Dockerfile. */
public final class SyntaxReader {
  /** The longest physical line, in bytes. */
  private static final int LONGEST_LINE = 65_535;

  private final String text;
  private final SourceLines lines;
  private final int directiveLines;
  private final StatementBuilder builder;
  private final SplicedCharStream stream;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();
  private final char escape;

  private SyntaxReader(String text, char escape, int directiveLines) {
    this.text = text;
    this.lines = new SourceLines(text);
    this.directiveLines = directiveLines;
    this.stream = new SplicedCharStream(text, lines, escape);
    this.builder = new StatementBuilder(text, lines, stream, escape);
    this.escape = escape;
  }

  /**
   * Reads all statements; those with a syntax error are left out and named among the problems.
   *
   * @param directiveLines how many lines at the top are parser directives
   */
  public static Syntax read(String text, char escape, int directiveLines) {
    return new SyntaxReader(text, escape, directiveLines).read();
  }

  private Syntax read() {
    refuseLongLines();
    for (ParseTree child : parse().children) {
      if (child instanceof StatementContext statement) {
        add(statement);
      } else if (child instanceof TerminalNode node
          && node.getSymbol().getType() == DockerfileLexer.COMMENT) {
        addComment(node.getSymbol());
      }
    }
    return new Syntax(statements, problems);
  }

  /** SLL decides everything this grammar asks; full LL is the net below it, and repairs errors. */
  private DockerfileContext parse() {
    var lexer = new InstructionLexer(stream, text, escape);
    var tokens = new CommonTokenStream(lexer);
    var parser = new DockerfileParser(tokens);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return parser.dockerfile();
    } catch (ParseCancellationException e) {
      tokens.seek(0);
      parser.reset();
      parser.setErrorHandler(new DefaultErrorStrategy());
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      return parser.dockerfile();
    }
  }

  private void add(StatementContext context) {
    int next = problems.size();
    Statement statement = builder.build(context, comments, problems::add);
    comments.clear();
    while (next < problems.size() && problems.get(next).warning()) {
      next++;
    }
    if (next == problems.size()) {
      statements.add(statement);
    }
  }

  /** Comments right above an instruction describe it; an empty comment line separates. */
  private void addComment(Token token) {
    if (lines.lineAt(token.getStartIndex()) < directiveLines) {
      return;
    }
    String comment = WhiteSpace.trim(token.getText().substring(1));
    if (comment.isEmpty()) {
      comments.clear();
    } else {
      comments.add(comment);
    }
  }

  private void refuseLongLines() {
    for (int line = 0; line < lines.count(); line++) {
      int start = lines.start(line);
      int end = lines.endWithNewline(line);
      end -= end > start && text.charAt(end - 1) == '\n' ? 1 : 0;
      if ((end - start) * 3L > LONGEST_LINE
          && text.substring(start, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
        Location location = lines.location(start, line);
        problems.add(
            new Problem(
                location,
                "dockerfile line greater than max allowed size of " + LONGEST_LINE,
                "continue the line with the escape character, or use a heredoc",
                false));
      }
    }
  }
}
