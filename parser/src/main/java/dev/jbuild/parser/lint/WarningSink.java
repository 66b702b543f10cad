package dev.jbuild.parser.lint;

import dev.jbuild.parser.ast.Instruction;

/** Takes the warnings of rules, and leaves out what the file switches off. */
@FunctionalInterface
public interface WarningSink {

  void warn(Rule rule, Instruction about, String message);
}
