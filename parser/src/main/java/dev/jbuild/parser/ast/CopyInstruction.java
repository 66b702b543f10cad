package dev.jbuild.parser.ast;

import java.util.List;

/**
 * {@code COPY [flags] source ... destination}.
 *
 * @param sources the paths, without the heredocs
 * @param heredocs the heredocs that stand among the sources
 */
public record CopyInstruction(
    Origin origin,
    CopyFlags flags,
    List<String> sources,
    List<Heredoc> heredocs,
    String destination)
    implements Instruction {
  public CopyInstruction {
    sources = List.copyOf(sources);
    heredocs = List.copyOf(heredocs);
  }
}
