package dev.jbuild.parser;

import dev.jbuild.parser.syntax.JsonMembers;
import dev.jbuild.parser.text.Utf8;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parser directive that was found without parsing the file, as it is done to choose the syntax or
 * the checks of a file: also behind a {@code #!} line.
 *
 * @param value the whole value
 * @param line the number of the line, from 1
 */
public record DetectedDirective(String value, int line) {

  /** The value up to the first blank: of a syntax directive the image reference. */
  public String reference() {
    int blank = value.indexOf(' ');
    return blank < 0 ? value : value.substring(0, blank);
  }

  /**
   * The syntax of a file of any language: {@code # syntax=}, {@code // syntax=}, or the member of
   * that name of a JSON object, whose line counts as 0.
   */
  public static Optional<DetectedDirective> syntax(byte[] bytes) {
    var body = Body.of(bytes);
    return body.find("#", "syntax")
        .or(() -> body.find("//", "syntax"))
        .or(
            () ->
                Optional.ofNullable(JsonMembers.string(body.text, "syntax"))
                    .map(value -> new DetectedDirective(value, body.lines)));
  }

  /** The checks that a file asks for with {@code # check=}. */
  public static Optional<DetectedDirective> check(byte[] bytes) {
    return Body.of(bytes).find("#", "check");
  }

  /** A file without its {@code #!} line. */
  private record Body(String text, int lines) {
    static Body of(byte[] bytes) {
      String text = Utf8.decode(bytes);
      if (!text.startsWith("#!")) {
        return new Body(text, 0);
      }
      int newline = text.indexOf('\n');
      return new Body(newline < 0 ? "" : text.substring(newline + 1), 1);
    }

    Optional<DetectedDirective> find(String mark, String name) {
      @Nullable DetectedDirective found = DirectiveReader.detect(text, mark, lines).get(name);
      return Optional.ofNullable(found);
    }
  }
}
