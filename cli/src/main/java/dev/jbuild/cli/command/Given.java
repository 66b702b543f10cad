package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import java.util.function.Supplier;

/** Reads what was given on the command line. */
final class Given {
  private Given() {}

  /** The same of what gives no value. */
  static void act(Runnable action) throws CommandException {
    read(
        () -> {
          action.run();
          return true;
        });
  }

  /** The value, with an {@link IllegalArgumentException} told as a wrong use of the command. */
  static <T> T read(Supplier<T> value) throws CommandException {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
