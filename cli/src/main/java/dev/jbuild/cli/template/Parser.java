package dev.jbuild.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds the tree of a template from its pieces. */
final class Parser {
  private static final Set<String> ELSEWHERE = Set.of("define", "template", "block");

  private final List<Piece> pieces;
  private int at;

  Parser(String template) {
    this.pieces = new Lexer(template).pieces();
  }

  List<Node> parse() {
    List<Node> nodes = nodes();
    if (at < pieces.size() && pieces.get(at) instanceof Piece.Action action) {
      throw new Words(action).wrong("there is nothing that it belongs to");
    }
    return nodes;
  }

  /** Up to an {@code end} or {@code else}, which is left. */
  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (; at < pieces.size(); at++) {
      switch (pieces.get(at)) {
        case Piece.Plain plain -> nodes.add(new Node.Text(plain.text()));
        case Piece.Action action -> {
          Words words = new Words(action);
          if (words.take("end") || words.take("else")) {
            return List.copyOf(nodes);
          }
          nodes.add(node(words, action));
        }
      }
    }
    return List.copyOf(nodes);
  }

  private Node node(Words words, Piece.Action action) {
    if (words.take("if") || words.take("with") || words.take("range")) {
      return block(action.tokens().getFirst().text(), words, action);
    } else if (words.take("break") || words.take("continue")) {
      words.end();
      return new Node.Leave(action.tokens().getFirst().isWord("break"));
    }
    if (ELSEWHERE.stream().anyMatch(words::take)) {
      throw words.wrong("templates within templates are not supported");
    }
    Node.Pipe pipe = words.pipe();
    words.end();
    return new Node.Show(pipe);
  }

  private Node block(String word, Words words, Piece.Action action) {
    Node.Pipe pipe = words.pipe();
    words.end();
    at++;
    List<Node> body = nodes();
    List<Node> otherwise = otherwise(action);
    return switch (word) {
      case "if" -> new Node.If(pipe, body, otherwise);
      case "with" -> new Node.With(pipe, body, otherwise);
      default -> new Node.Range(pipe, body, otherwise);
    };
  }

  private List<Node> otherwise(Piece.Action opened) {
    if (at == pieces.size() || !(pieces.get(at) instanceof Piece.Action action)) {
      throw new Words(opened).wrong("its {{end}} is missing");
    }
    Words words = new Words(action);
    if (words.take("end")) {
      words.end();
      return List.of();
    }
    words.take("else");
    if (words.take("if") || words.take("with")) {
      return List.of(block(action.tokens().get(1).text(), words, opened));
    }
    words.end();
    at++;
    List<Node> nodes = nodes();
    if (at == pieces.size()) {
      throw new Words(opened).wrong("its {{end}} is missing");
    }
    Words end = new Words((Piece.Action) pieces.get(at));
    if (!end.take("end")) {
      throw end.wrong("there is an {{else}} already");
    }
    return nodes;
  }
}
