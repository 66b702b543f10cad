package dev.jbuild.parser.ast;

import java.util.List;

/** {@code SHELL ["executable", "argument", ...]}. */
public record ShellInstruction(Origin origin, List<String> shell) implements Instruction {
  public ShellInstruction {
    shell = List.copyOf(shell);
  }
}
