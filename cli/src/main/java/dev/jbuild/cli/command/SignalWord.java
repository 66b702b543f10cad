package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.container.SignalName;
import org.jspecify.annotations.Nullable;

/** Signals of options. */
final class SignalWord {
  private SignalWord() {}

  /** The number of a signal, 0 for none. */
  static int check(@Nullable String word) throws CommandException {
    try {
      return word == null ? 0 : SignalName.number(word);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
