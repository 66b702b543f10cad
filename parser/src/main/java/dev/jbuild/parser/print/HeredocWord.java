package dev.jbuild.parser.print;

import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.syntax.HeredocWords;
import java.util.List;

/** Writes the word that opens a heredoc. */
final class HeredocWord {
  private HeredocWord() {}

  /**
   * The word that is read as this heredoc.
   *
   * @throws IllegalArgumentException if there is none
   */
  static String of(Heredoc heredoc) {
    String name = heredoc.name();
    String start =
        (heredoc.descriptor() == 0 ? "" : heredoc.descriptor()) + (heredoc.chomp() ? "<<-" : "<<");
    List<String> spellings =
        heredoc.expand()
            ? List.of(name, name.replaceAll("([\"'\\\\$])", "\\\\$1"))
            : List.of("'" + name + "'", '"' + name + '"', '"' + escaped(name) + '"');
    return spellings.stream()
        .map(spelling -> start + spelling)
        .filter(word -> heredoc.withContent("").equals(HeredocWords.parse(word)))
        .filter(word -> word.chars().noneMatch(c -> "\t\n\u000b\f\r ".indexOf(c) >= 0))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no word opens a heredoc named " + heredoc.name()));
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
