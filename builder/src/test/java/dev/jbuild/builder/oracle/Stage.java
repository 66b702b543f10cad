package dev.jbuild.builder.oracle;

import java.util.List;

/** A stage: {@code base} is {@code scratch}, {@code base:1} or the name of an earlier one. */
record Stage(String name, String base, List<Instruction> instructions) {
  Stage {
    instructions = List.copyOf(instructions);
  }

  Stage withInstructions(List<Instruction> value) {
    return new Stage(name, base, value);
  }
}
