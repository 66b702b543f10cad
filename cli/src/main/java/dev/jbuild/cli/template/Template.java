package dev.jbuild.cli.template;

import java.util.List;
import java.util.Map;

/**
 * Docker's {@code --format}: {@code json}, or a template of Go with docker's functions in it.
 * Values are shown as Go's templates show them.
 *
 * @see <a href="https://pkg.go.dev/text/template">text/template</a>
 */
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Throws IllegalArgumentException for a text that is no template, saying which action is wrong.
   */
  public static Template parse(String word) {
    return new Template(new Parser(word.equals("json") ? "{{json .}}" : word).parse());
  }

  /** The text for some values; throws IllegalArgumentException when a field is none of theirs. */
  public String of(Map<String, ?> values) {
    return new Evaluation(new Fields.Row(values)).run(nodes);
  }

  /**
   * The text with the headings of fields for their values; others are headed by their own names.
   */
  public String headings(Map<String, String> known) {
    return new Evaluation(new Fields.Headings(known)).run(nodes);
  }
}
