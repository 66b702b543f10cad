package dev.jbuild.parser.ast;

import java.util.List;

/** {@code ARG name[=default] ...}. */
public record ArgInstruction(Origin origin, List<BuildArgument> arguments) implements Instruction {
  public ArgInstruction {
    arguments = List.copyOf(arguments);
  }
}
