package dev.jbuild.parser.advice;

import dev.jbuild.parser.ast.ExecForm;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.ShellForm;
import java.util.List;
import java.util.regex.Pattern;

/** What a RUN gives to the shell. */
record RunScript(String text, List<List<String>> commands) {
  private static final Pattern ONLY_HEREDOC =
      Pattern.compile("\\d*<<-?\\s*(['\"]?)[^\\s<>'\"|;&]+\\1\\s*");
  private static final Pattern POSIX = Pattern.compile("(?:.*/)?(?:ba|da|a|k|z)?sh");
  private static final Pattern POSIX_SHEBANG =
      Pattern.compile("#!\\s*\\S*(?:/|env\\s+)(?:ba|da|a|k|z)?sh\\b.*", Pattern.DOTALL);

  /** Nothing, for what is not for a POSIX shell. */
  static RunScript of(RunInstruction run, List<String> shell) {
    boolean posix = shell.isEmpty() || POSIX.matcher(shell.getFirst()).matches();
    String text =
        switch (run.command()) {
          case ExecForm exec -> "";
          case ShellForm form -> posix ? script(form.text(), run.heredocs()) : "";
        };
    return new RunScript(text, ShellCommands.of(text));
  }

  /** A heredoc that stands alone is the script; others are the input of some command. */
  private static String script(String text, List<Heredoc> heredocs) {
    if (heredocs.isEmpty()) {
      return text;
    }
    if (heredocs.size() > 1 || !ONLY_HEREDOC.matcher(text).matches()) {
      return "";
    }
    String content = heredocs.getFirst().text();
    boolean foreign = content.startsWith("#!") && !POSIX_SHEBANG.matcher(content).matches();
    return foreign ? "" : content;
  }
}
