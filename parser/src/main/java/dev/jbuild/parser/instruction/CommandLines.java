package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.CommandLine;
import dev.jbuild.parser.ast.ExecForm;
import dev.jbuild.parser.ast.ShellForm;
import dev.jbuild.parser.syntax.Arguments;

/** Commands from arguments: a JSON array is the exec form, anything else is for the shell. */
final class CommandLines {
  private CommandLines() {}

  static CommandLine of(Arguments arguments) {
    return arguments.array()
        ? new ExecForm(arguments.values())
        : new ShellForm(String.join(" ", arguments.values()));
  }
}
