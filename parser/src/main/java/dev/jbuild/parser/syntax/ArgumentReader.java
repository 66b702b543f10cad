package dev.jbuild.parser.syntax;

import dev.jbuild.grammar.DockerfileLexer;
import dev.jbuild.grammar.DockerfileParser;
import dev.jbuild.grammar.DockerfileParser.ArrayContext;
import dev.jbuild.grammar.DockerfileParser.CommandContext;
import dev.jbuild.grammar.DockerfileParser.CommandOperationContext;
import dev.jbuild.grammar.DockerfileParser.HealthcheckContext;
import dev.jbuild.grammar.DockerfileParser.LegacyPairContext;
import dev.jbuild.grammar.DockerfileParser.PairsContext;
import dev.jbuild.grammar.DockerfileParser.PairsOperationContext;
import dev.jbuild.grammar.DockerfileParser.PathsOperationContext;
import dev.jbuild.grammar.DockerfileParser.TextOperationContext;
import dev.jbuild.grammar.DockerfileParser.WordsOperationContext;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of one instruction from its parse tree. */
final class ArgumentReader {
  private final char escape;

  ArgumentReader(char escape) {
    this.escape = escape;
  }

  /** Arguments that break the syntax of their instruction. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final @Nullable String hint;

    /** Without stack trace: it never leaves the reader, and a file may cause many. */
    MalformedException(String message, @Nullable String hint) {
      super(message, null, false, false);
      this.hint = hint;
    }

    @Nullable String hint() {
      return hint;
    }
  }

  Arguments read(ParserRuleContext instruction, String keyword) throws MalformedException {
    // By rule and not by class: a switch over classes costs a cold process several milliseconds.
    return switch (instruction.getRuleIndex()) {
      case DockerfileParser.RULE_commandOperation ->
          command(((CommandOperationContext) instruction).command());
      case DockerfileParser.RULE_pathsOperation -> paths((PathsOperationContext) instruction);
      case DockerfileParser.RULE_wordsOperation ->
          words(((WordsOperationContext) instruction).WORD());
      case DockerfileParser.RULE_pairsOperation ->
          pairs((PairsOperationContext) instruction, keyword);
      case DockerfileParser.RULE_arg -> new Arguments(false, pairWords(instruction));
      case DockerfileParser.RULE_healthcheck -> healthcheck((HealthcheckContext) instruction);
      case DockerfileParser.RULE_textOperation -> text(((TextOperationContext) instruction).TEXT());
      default -> new Arguments(false, List.of("")); // an unknown instruction
    };
  }

  private Arguments command(@Nullable CommandContext command) throws MalformedException {
    if (command == null) {
      return Arguments.NONE;
    }
    refuseMixed(command.MIXED_ARRAY());
    ArrayContext array = command.array();
    return array != null ? array(array) : text(command.TEXT());
  }

  private Arguments paths(PathsOperationContext paths) throws MalformedException {
    refuseMixed(paths.MIXED_ARRAY());
    ArrayContext array = paths.array();
    return array != null ? array(array) : words(paths.WORD());
  }

  private static void refuseMixed(@Nullable TerminalNode mixed) throws MalformedException {
    if (mixed != null) {
      throw new MalformedException(
          "when using JSON array syntax, arrays must be comprised of strings only",
          "put every element between double quotes");
    }
  }

  private Arguments array(ArrayContext array) {
    return new Arguments(
        true, array.STRING().stream().map(node -> JsonString.decode(node.getText())).toList());
  }

  /** The words; white space of Unicode at the end of the line belongs to none. */
  private static Arguments words(List<TerminalNode> nodes) {
    List<String> words = new ArrayList<>(nodes.stream().map(ParseTree::getText).toList());
    while (!words.isEmpty()) {
      String last = WhiteSpace.trimRight(words.removeLast());
      if (!last.isEmpty()) {
        words.add(last);
        break;
      }
    }
    return new Arguments(false, words);
  }

  private static Arguments text(@Nullable TerminalNode node) {
    String text = node == null ? "" : WhiteSpace.trim(node.getText());
    return text.isEmpty() ? Arguments.NONE : new Arguments(false, List.of(text));
  }

  private Arguments pairs(PairsOperationContext operation, String keyword)
      throws MalformedException {
    LegacyPairContext legacy = operation.legacyPair();
    if (legacy != null) {
      List<String> value = text(legacy.TEXT()).values();
      if (value.isEmpty()) {
        throw new MalformedException(
            keyword + " must have two arguments", "write " + keyword + " name=value");
      }
      return new Arguments(false, List.of(legacy.NAME().getText(), value.getFirst(), ""));
    }
    PairsContext pairs = operation.pairs();
    List<String> values = new ArrayList<>();
    for (String word : pairs == null ? List.<String>of() : pairWords(pairs)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new MalformedException(
            "Syntax error - can't find = in %s. Must be of the form: name=value"
                .formatted(Quoted.quote(word)),
            "a value with blanks needs quotes");
      }
      values.addAll(List.of(word.substring(0, equals), word.substring(equals + 1), "="));
    }
    return new Arguments(false, values);
  }

  private List<String> pairWords(ParserRuleContext context) {
    List<String> words = new ArrayList<>();
    for (ParseTree child : context.children) {
      if (child instanceof TerminalNode node
          && (node.getSymbol().getType() == DockerfileLexer.ASSIGNMENT
              || node.getSymbol().getType() == DockerfileLexer.NAME)) {
        String word = PairWords.withoutDanglingEscape(node.getText(), escape);
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
    }
    return words;
  }

  private Arguments healthcheck(HealthcheckContext healthcheck) throws MalformedException {
    TerminalNode kind = healthcheck.WORD();
    if (kind == null) {
      return Arguments.NONE;
    }
    Arguments command = command(healthcheck.command());
    List<String> values = new ArrayList<>(List.of(kind.getText()));
    values.addAll(command.values());
    return new Arguments(command.array(), values);
  }
}
