package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.registry.key.KeyException;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.key.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;

/** A key file on the command line. */
final class KeyWord {
  private KeyWord() {}

  /** The private key, whose password is asked for here and now. */
  static SigningKey signing(Jbuild jbuild, Path file) throws CommandException, IOException {
    try {
      return SigningKey.read(file, new KeyPasswords(jbuild.host()));
    } catch (KeyException e) {
      throw wrong(e);
    }
  }

  static VerificationKey verification(Path file) throws CommandException, IOException {
    try {
      return VerificationKey.read(file);
    } catch (KeyException e) {
      throw wrong(e);
    }
  }

  private static CommandException wrong(KeyException e) {
    return new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
  }
}
