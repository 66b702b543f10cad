package dev.jbuild.parser;

import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A build stage: a FROM and what follows up to the next one.
 *
 * @param index the number of the stage, from 0
 * @param name the name in lower case, null without {@code AS}
 * @param instructions without the FROM
 * @param location from the FROM to the last line of the last instruction
 */
public record Stage(
    int index,
    @Nullable String name,
    FromInstruction from,
    List<Instruction> instructions,
    Location location) {
  public Stage {
    instructions = List.copyOf(instructions);
  }
}
