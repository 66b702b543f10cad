package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.syntax.Statement;
import java.util.Locale;

/** Reads ONBUILD. Its trigger is kept as text and read again by the build that it fires in. */
final class OnbuildReader {
  private OnbuildReader() {}

  static OnbuildInstruction read(Statement statement) throws InvalidInstructionException {
    Statement trigger = statement.trigger();
    if (trigger == null) {
      throw new InvalidInstructionException("ONBUILD requires at least one argument");
    }
    FlagSet.refuse(statement.flags());
    String keyword = trigger.keyword().toUpperCase(Locale.ROOT);
    switch (keyword) {
      case "ONBUILD" ->
          throw new InvalidInstructionException(
              "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
      case "FROM", "MAINTAINER" ->
          throw new InvalidInstructionException(keyword + " isn't allowed as an ONBUILD trigger");
      default -> {}
    }
    var text = new StringBuilder(trigger.origin().original());
    for (Heredoc heredoc : statement.heredocs()) {
      text.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    return new OnbuildInstruction(statement.origin(), text.toString());
  }
}
