package dev.jbuild.parser.ast;

import java.util.List;

/**
 * {@code LABEL name=value ...}.
 *
 * @param legacy whether it was written {@code LABEL name value}
 */
public record LabelInstruction(Origin origin, List<KeyValue> labels, boolean legacy)
    implements Instruction {
  public LabelInstruction {
    labels = List.copyOf(labels);
  }
}
