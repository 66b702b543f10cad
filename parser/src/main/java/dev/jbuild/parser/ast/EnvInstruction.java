package dev.jbuild.parser.ast;

import java.util.List;

/**
 * {@code ENV name=value ...}: every pair sees the environment from before the instruction.
 *
 * @param legacy whether it was written {@code ENV name value}
 */
public record EnvInstruction(Origin origin, List<KeyValue> variables, boolean legacy)
    implements Instruction {
  public EnvInstruction {
    variables = List.copyOf(variables);
  }
}
