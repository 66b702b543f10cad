package dev.jbuild.parser.print;

import dev.jbuild.parser.ast.Heredoc;
import java.util.List;

/**
 * An instruction as text.
 *
 * @param line the logical line
 * @param heredocs the lines of its heredocs with their terminators, each ended by a newline
 */
record InstructionText(String line, String heredocs) {

  static InstructionText of(String line) {
    return new InstructionText(line, "");
  }

  static InstructionText of(String line, List<Heredoc> heredocs) {
    var bodies = new StringBuilder();
    for (Heredoc heredoc : heredocs) {
      bodies.append(heredoc.content()).append(heredoc.name()).append('\n');
    }
    return new InstructionText(line, bodies.toString());
  }
}
