package dev.jbuild.cli.command;

import dev.jbuild.cli.completion.Shell;
import dev.jbuild.cli.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    description = "Write a script by which a shell completes command lines.",
    footer = {
      "",
      "bash: source <(jbuild completion bash)",
      "zsh:  jbuild completion zsh >\"${fpath[1]}/_jbuild\"",
      "fish: jbuild completion fish >~/.config/fish/completions/jbuild.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "The shell.")
  Shell shell = Shell.BASH;

  CompletionCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    String script = shell.script(Commands.commandLine(jbuild, null));
    jbuild.host().out().line(script.stripTrailing());
    return ExitCode.SUCCESS.number();
  }
}
