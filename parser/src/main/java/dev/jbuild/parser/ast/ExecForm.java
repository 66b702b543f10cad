package dev.jbuild.parser.ast;

import java.util.List;

/** The arguments of a process, from a JSON array; may be empty. */
public record ExecForm(List<String> args) implements CommandLine {
  public ExecForm {
    args = List.copyOf(args);
  }
}
