package dev.jbuild.parser.ast;

import java.util.List;

/** {@code RUN [flags] command}, with the heredocs that its line opens, in order. */
public record RunInstruction(
    Origin origin, RunFlags flags, CommandLine command, List<Heredoc> heredocs)
    implements Instruction {
  public RunInstruction {
    heredocs = List.copyOf(heredocs);
  }
}
