package dev.jbuild.cli.command;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import java.io.IOException;

/** The word by which people name a past build. */
final class BuildWord {
  static final String MEANING =
      "First letters of its ID, \"last\", or \"^1\" for the one before; else the last one.";

  private BuildWord() {}

  static BuildLog find(BuildHistory history, String word) throws CommandException, IOException {
    try {
      return history
          .find(word)
          .orElseThrow(
              () ->
                  new CommandException(
                      ExitCode.FAILED, "no build " + word + " is known; jbuild builds lists all"));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
