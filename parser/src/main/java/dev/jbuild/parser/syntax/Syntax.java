package dev.jbuild.parser.syntax;

import java.util.List;

/** The statements of a file, and what is wrong with the statements that are left out. */
public record Syntax(List<Statement> statements, List<Problem> problems) {
  public Syntax {
    statements = List.copyOf(statements);
    problems = List.copyOf(problems);
  }
}
