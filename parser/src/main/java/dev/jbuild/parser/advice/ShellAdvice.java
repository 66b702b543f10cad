package dev.jbuild.parser.advice;

import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.lint.WarningSink;
import java.util.List;
import java.util.Set;

/** RUNs that change nothing but the state of their own shell. */
final class ShellAdvice {
  private static final Set<String> STATE = Set.of("cd", "export", "pushd", "alias", "umask");

  private final WarningSink sink;

  ShellAdvice(WarningSink sink) {
    this.sink = sink;
  }

  void run(RunInstruction run, RunScript script) {
    List<List<String>> commands = script.commands();
    boolean nothingElse =
        !commands.isEmpty() && commands.stream().allMatch(ShellAdvice::onlySetsState);
    if (nothingElse) {
      String first = commands.getFirst().getFirst();
      String instead =
          switch (first) {
            case "cd", "pushd" -> ": use WORKDIR";
            case "export" -> ": use ENV";
            default -> "";
          };
      sink.warn(
          Rule.RUN_STATE_IS_LOST,
          run,
          "What %s sets is lost at the end of this RUN%s".formatted(first, instead));
    }
  }

  /** A substitution or a redirection may well do something that stays. */
  private static boolean onlySetsState(List<String> words) {
    return STATE.contains(words.getFirst())
        && words.stream()
            .noneMatch(
                word ->
                    word.contains("$(")
                        || word.contains("`")
                        || word.contains(">")
                        || word.contains("<"));
  }
}
