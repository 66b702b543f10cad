package dev.jbuild.parser.syntax;

import dev.jbuild.grammar.DockerfileParser.EndContext;
import dev.jbuild.grammar.DockerfileParser.FlagsContext;
import dev.jbuild.grammar.DockerfileParser.HeredocContext;
import dev.jbuild.grammar.DockerfileParser.OnbuildContext;
import dev.jbuild.grammar.DockerfileParser.OperationContext;
import dev.jbuild.grammar.DockerfileParser.StatementContext;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.Origin;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Makes statements of parse trees. */
final class StatementBuilder {
  private static final Set<String> WITH_HEREDOCS = Set.of("ADD", "COPY", "RUN");

  /** More ONBUILDs in front of each other are not even kept: two are refused already. */
  private static final int MOST_ONBUILDS = 4;

  private final String text;
  private final SourceLines lines;
  private final SplicedCharStream stream;
  private final ArgumentReader arguments;

  StatementBuilder(String text, SourceLines lines, SplicedCharStream stream, char escape) {
    this.text = text;
    this.lines = lines;
    this.stream = stream;
    this.arguments = new ArgumentReader(escape);
  }

  Statement build(StatementContext context, List<String> comments, Consumer<Problem> problems) {
    var site = new Site(context, comments);
    Statement statement = null;
    OperationContext operation = context.operation();
    if (operation != null) {
      statement = buildOperation(operation, site, problems);
    }
    List<OnbuildContext> onbuilds = context.onbuild();
    onbuilds = onbuilds.subList(0, Math.min(onbuilds.size(), MOST_ONBUILDS));
    for (int i = onbuilds.size() - 1; i >= 0; i--) {
      statement = buildOnbuild(onbuilds.get(i), statement, site);
    }
    if (statement == null) {
      throw new IllegalStateException("a statement without an instruction at " + site.location);
    }
    return addHeredocs(statement, operation, site, problems);
  }

  private Statement buildOperation(
      OperationContext operation, Site site, Consumer<Problem> problems) {
    ParserRuleContext instruction = (ParserRuleContext) operation.getChild(0);
    Token keyword = ((TerminalNode) instruction.getChild(0)).getSymbol();
    Arguments read;
    try {
      read = arguments.read(instruction, keyword.getText().toUpperCase(Locale.ROOT));
    } catch (ArgumentReader.MalformedException e) {
      problems.accept(new Problem(site.location, String.valueOf(e.getMessage()), e.hint(), false));
      read = Arguments.NONE;
    }
    FlagsContext flags = instruction.getRuleContext(FlagsContext.class, 0);
    return new Statement(
        site.origin(keyword), keyword.getText(), flags(flags), read, List.of(), null);
  }

  private Statement buildOnbuild(OnbuildContext onbuild, @Nullable Statement trigger, Site site) {
    Token keyword = onbuild.ONBUILD().getSymbol();
    return new Statement(
        site.origin(keyword),
        keyword.getText(),
        flags(onbuild.flags()),
        Arguments.NONE,
        List.of(),
        trigger);
  }

  private List<Flag> flags(FlagsContext context) {
    List<Flag> flags = new ArrayList<>();
    for (TerminalNode node : context.FLAG()) {
      int start = stream.skip(node.getSymbol().getStartIndex());
      flags.add(new Flag(FlagWords.unquote(node.getText()), lines.location(start, 0)));
    }
    return flags;
  }

  private Statement addHeredocs(
      Statement statement,
      @Nullable OperationContext operation,
      Site site,
      Consumer<Problem> problems) {
    if (site.emptyContinuation) {
      int line = site.endOfLine + 1;
      problems.accept(
          new Problem(
              new Location(line, 1, line),
              "Empty continuation line found in: " + site.original,
              "remove the empty line: the next line is part of the instruction",
              true));
    }
    if (operation == null || !mayHaveHeredocs(statement)) {
      return statement;
    }
    List<Heredoc> heredocs = new ArrayList<>();
    for (Heredoc heredoc : HeredocWords.on(site.original)) {
      if (heredocs.size() == site.bodies.size() || !isEnded(site.bodies.get(heredocs.size()))) {
        problems.accept(
            new Problem(
                site.location,
                "unterminated heredoc",
                "end it with a line that is just " + heredoc.name(),
                false));
        return statement;
      }
      heredocs.add(heredoc.withContent(content(site.bodies.get(heredocs.size()))));
    }
    return new Statement(
        statement.origin(),
        statement.keyword(),
        statement.flags(),
        statement.arguments(),
        heredocs,
        statement.trigger());
  }

  private static boolean mayHaveHeredocs(Statement statement) {
    Statement inner = statement;
    for (Statement t = inner.trigger(); t != null; t = t.trigger()) {
      inner = t;
    }
    return WITH_HEREDOCS.contains(inner.keyword().toUpperCase(Locale.ROOT))
        && !inner.arguments().array();
  }

  /** At the end of the file the parser makes up the missing line, as an error. */
  private static boolean isEnded(HeredocContext body) {
    TerminalNode end = body.HEREDOC_END();
    return end != null && !(end instanceof ErrorNode);
  }

  private String content(HeredocContext body) {
    var content = new StringBuilder();
    for (TerminalNode line : body.HEREDOC_LINE()) {
      Token token = line.getSymbol();
      content.append(text, token.getStartIndex(), token.getStopIndex() + 1);
    }
    return content.toString();
  }

  /** Where a statement stands. */
  private final class Site {
    final Location location;
    final String original;
    final int endOfLine;
    final boolean emptyContinuation;
    final List<HeredocContext> bodies;
    private final List<String> comments;
    private final int start;
    private final int lineEnd;

    Site(StatementContext context, List<String> comments) {
      EndContext end = context.end();
      TerminalNode newline = end.NL();
      start = stream.skip(context.getStart().getStartIndex());
      lineEnd = newline == null ? text.length() : newline.getSymbol().getStopIndex();
      endOfLine = newline == null ? lines.count() - 1 : lines.lineAt(lineEnd);
      bodies = end.heredoc();
      location = lines.location(start, lastLine());
      original = line(start);
      emptyContinuation = stream.continuesOverEmptyLine(start, lineEnd);
      this.comments = List.copyOf(comments);
    }

    private int lastLine() {
      if (bodies.isEmpty()) {
        return endOfLine;
      }
      HeredocContext last = bodies.getLast();
      return isEnded(last)
          ? lines.lineAt(last.HEREDOC_END().getSymbol().getStartIndex())
          : lines.count() - 1;
    }

    /** The logical line from a position, without the carriage returns before its newline. */
    private String line(int from) {
      String joined = stream.joined(from, lineEnd);
      int length = joined.length();
      while (length > 0 && joined.charAt(length - 1) == '\r') {
        length--;
      }
      return joined.substring(0, length);
    }

    Origin origin(Token keyword) {
      int start = stream.skip(keyword.getStartIndex());
      if (start == this.start) {
        return new Origin(location, original, comments);
      }
      Location place = lines.location(start, location.endLine() - 1);
      return new Origin(place, WhiteSpace.trim(line(start)), List.of());
    }
  }
}
