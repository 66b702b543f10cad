package dev.jbuild.parser.check;

import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import java.util.List;

/** An instruction of a stage; one that an ONBUILD of the base left stands where the FROM does. */
record Located(Instruction instruction, Location location, List<String> comments) {

  static Located of(Instruction instruction) {
    return new Located(instruction, instruction.location(), instruction.origin().comments());
  }
}
