package dev.jbuild.parser.ast;

import java.util.List;

/**
 * {@code ADD [flags] source ... destination}.
 *
 * @param sources the paths and URLs, without the heredocs
 * @param heredocs the heredocs that stand among the sources
 */
public record AddInstruction(
    Origin origin, AddFlags flags, List<String> sources, List<Heredoc> heredocs, String destination)
    implements Instruction {
  public AddInstruction {
    sources = List.copyOf(sources);
    heredocs = List.copyOf(heredocs);
  }
}
