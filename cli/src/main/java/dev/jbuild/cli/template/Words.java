package dev.jbuild.cli.template;

import dev.jbuild.cli.template.Node.Command;
import dev.jbuild.cli.template.Node.Operand;
import dev.jbuild.cli.template.Node.Pipe;
import dev.jbuild.cli.template.Node.Start;
import dev.jbuild.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of one action, read from left to right. */
final class Words {
  private final List<Token> tokens;
  private final String source;
  private int at;

  Words(Piece.Action action) {
    this.tokens = action.tokens();
    this.source = action.source();
  }

  /** Whether the next word is this one, which is then behind us. */
  boolean take(String word) {
    boolean is = peek() != null && tokens.get(at).isWord(word);
    at += is ? 1 : 0;
    return is;
  }

  void end() {
    if (peek() != null) {
      throw wrong("\"" + tokens.get(at).text() + "\" is too much");
    }
  }

  Pipe pipe() {
    List<String> variables = new ArrayList<>();
    boolean declares = false;
    int sign = at;
    while (sign < tokens.size() && isList(tokens.get(sign))) {
      sign++;
    }
    if (sign > at && sign < tokens.size() && isAssignment(tokens.get(sign))) {
      declares = tokens.get(sign).isSign(":=");
      tokens.subList(at, sign).stream()
          .filter(token -> token.kind() == Kind.VARIABLE)
          .forEach(token -> variables.add(token.text()));
      at = sign + 1;
    }
    List<Command> commands = new ArrayList<>();
    do {
      commands.add(command());
    } while (takeSign("|"));
    return new Pipe(List.copyOf(variables), declares, List.copyOf(commands));
  }

  private static boolean isList(Token token) {
    return token.kind() == Kind.VARIABLE || token.isSign(",");
  }

  private static boolean isAssignment(Token token) {
    return token.isSign(":=") || token.isSign("=");
  }

  private Command command() {
    List<Operand> operands = new ArrayList<>();
    for (Token next = peek(); next != null; next = peek()) {
      if (next.isSign("|") || next.isSign(")")) {
        break;
      }
      operands.add(operand());
    }
    if (operands.isEmpty()) {
      throw wrong("a value is missing");
    }
    return new Command(List.copyOf(operands));
  }

  private Operand operand() {
    Token first = tokens.get(at);
    List<String> fields = new ArrayList<>();
    Start start = first.kind() == Kind.FIELD ? new Start.Dot() : start(tokens.get(at++));
    boolean chained = first.kind() == Kind.FIELD;
    for (Token next = peek(); next != null && next.kind() == Kind.FIELD; next = peek()) {
      if (next.spaced() && !chained) {
        break;
      }
      chained = false;
      fields.add(next.text());
      at++;
    }
    return new Operand(start, List.copyOf(fields));
  }

  private Start start(Token token) {
    return switch (token.kind()) {
      case FIELD -> new Start.Dot();
      case VARIABLE -> new Start.Variable(token.text());
      case STRING -> new Start.Literal(Unquoted.of(token.text()));
      case NUMBER -> new Start.Literal(number(token.text()));
      case WORD ->
          switch (token.text()) {
            case "true" -> new Start.Literal(true);
            case "false" -> new Start.Literal(false);
            case "nil" -> new Start.Literal(null);
            default -> new Start.Function(token.text());
          };
      case SIGN -> {
        if (token.isSign(".")) {
          yield new Start.Dot();
        } else if (!token.isSign("(")) {
          throw wrong("\"" + token.text() + "\" is not a value");
        }
        Pipe inner = pipe();
        if (!takeSign(")")) {
          throw wrong("a parenthesis is not closed");
        }
        yield new Start.Nested(inner);
      }
    };
  }

  private Object number(String text) {
    try {
      return text.contains(".") ? (Object) Double.valueOf(text) : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw wrong(text + " is not a number");
    }
  }

  private boolean takeSign(String sign) {
    boolean is = peek() != null && tokens.get(at).isSign(sign);
    at += is ? 1 : 0;
    return is;
  }

  private @Nullable Token peek() {
    return at < tokens.size() ? tokens.get(at) : null;
  }

  IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException("{{" + source + "}}: " + why);
  }
}
