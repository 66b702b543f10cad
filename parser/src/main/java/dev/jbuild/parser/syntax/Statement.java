package dev.jbuild.parser.syntax;

import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction before anybody asks what it means.
 *
 * @param keyword as written
 * @param heredocs with their content
 * @param trigger the statement inside an ONBUILD
 */
public record Statement(
    Origin origin,
    String keyword,
    List<Flag> flags,
    Arguments arguments,
    List<Heredoc> heredocs,
    @Nullable Statement trigger) {
  public Statement {
    flags = List.copyOf(flags);
    heredocs = List.copyOf(heredocs);
  }
}
