package dev.jbuild.builder.explain;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.Instruction;
import java.util.Set;
import java.util.TreeSet;

/** The names that are those of build arguments and not of ENV variables. */
public final class ArgumentNames {
  private ArgumentNames() {}

  /** The names that a file declares with ARG and never sets with ENV, which would win. */
  public static Set<String> of(Dockerfile file) {
    Set<String> names = new TreeSet<>();
    Set<String> set = new TreeSet<>();
    for (Stage stage : file.stages()) {
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof ArgInstruction arg) {
          arg.arguments().forEach(argument -> names.add(argument.name()));
        } else if (instruction instanceof EnvInstruction env) {
          env.variables().forEach(variable -> set.add(variable.key()));
        }
      }
    }
    names.removeAll(set);
    return names;
  }
}
