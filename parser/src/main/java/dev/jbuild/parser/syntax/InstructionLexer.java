package dev.jbuild.parser.syntax;

import dev.jbuild.grammar.DockerfileLexer;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.Token;

/** The lexer of the grammar with its hooks: what depends on the instruction or on a whole line. */
final class InstructionLexer extends DockerfileLexer {
  private final SplicedCharStream in;
  private final String text;
  private final char escape;
  private final Deque<Heredoc> heredocs = new ArrayDeque<>();
  private int keyword;
  private int lineStart;
  private boolean inTrigger;
  private boolean inArray;

  InstructionLexer(SplicedCharStream in, String text, char escape) {
    super(in);
    this.in = in;
    this.text = text;
    this.escape = escape;
    removeErrorListeners();
  }

  @Override
  public void emit(Token token) {
    int type = token.getType();
    if (type >= ADD && type <= UNKNOWN) {
      keyword = type;
      lineStart = inTrigger ? lineStart : token.getStartIndex();
    }
    super.emit(token);
  }

  @Override
  protected boolean atLineStart() {
    return !inTrigger;
  }

  @Override
  protected boolean isEscape(int character) {
    return character == escape;
  }

  @Override
  protected void beginArguments() {
    skipSpace();
    switch (keyword) {
      case RUN, CMD, ENTRYPOINT, SHELL -> beginCommand();
      case ADD, COPY, VOLUME -> beginArrayOr(WORDS);
      case FROM, EXPOSE -> mode(WORDS);
      case ARG -> mode(PAIRS);
      case ENV, LABEL ->
          mode(PairWords.startsWithAssignment(in.restOfLine(), escape) ? PAIRS : LEGACY_PAIR);
      case HEALTHCHECK -> mode(PROBE);
      case ONBUILD -> {
        inTrigger = true;
        mode(DEFAULT_MODE);
      }
      default -> mode(REST);
    }
  }

  @Override
  protected void beginCommand() {
    beginArrayOr(REST);
  }

  private void beginArrayOr(int mode) {
    int next = mode;
    if (in.LA(1) == '[') {
      next =
          switch (JsonArray.kind(in.restOfLine())) {
            case NONE -> mode;
            case STRINGS -> ARRAY;
            case MIXED -> MIXED;
          };
    }
    inArray = next != mode;
    mode(next);
  }

  private void skipSpace() {
    while (in.LA(1) != '\n' && WhiteSpace.isSpace(in.LA(1))) {
      in.consume();
    }
  }

  @Override
  protected void endLine() {
    if (!inArray && (keyword == RUN || keyword == ADD || keyword == COPY)) {
      heredocs.addAll(HeredocWords.on(in.joined(lineStart, in.index())));
    }
    keyword = 0;
    inTrigger = false;
    inArray = false;
    nextLine();
  }

  @Override
  protected boolean endsHeredoc() {
    Heredoc heredoc = heredocs.getFirst();
    int start = _tokenStartCharIndex;
    int end = in.index();
    while (end > start && (text.charAt(end - 1) == '\r' || text.charAt(end - 1) == '\n')) {
      end--;
    }
    while (heredoc.chomp() && start < end && text.charAt(start) == '\t') {
      start++;
    }
    if (end - start != heredoc.name().length() || !text.startsWith(heredoc.name(), start)) {
      return false;
    }
    heredocs.removeFirst();
    nextLine();
    return true;
  }

  private void nextLine() {
    in.setRaw(!heredocs.isEmpty());
    mode(heredocs.isEmpty() ? DEFAULT_MODE : HEREDOC);
  }
}
