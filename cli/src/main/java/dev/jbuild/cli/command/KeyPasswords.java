package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.registry.key.KeyException;
import dev.jbuild.registry.key.KeyPassword;
import java.io.Console;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passwords of signing keys: a variable's, which may be empty, else they are asked for. */
final class KeyPasswords implements KeyPassword {
  private static final List<String> VARIABLES = List.of("JBUILD_KEY_PASSWORD", "COSIGN_PASSWORD");

  private final Host host;

  KeyPasswords(Host host) {
    this.host = host;
  }

  private Optional<String> variable() {
    return VARIABLES.stream().filter(name -> host.variable(name) != null).findFirst();
  }

  private @Nullable Console console() {
    if (!host.terminal().stdin()) {
      return null;
    }
    host.caller().needOwnProcess("a password is asked for");
    return System.console();
  }

  @Override
  public char[] of(Path key) throws KeyException {
    Optional<String> variable = variable();
    if (variable.isPresent()) {
      return String.valueOf(host.variable(variable.get())).toCharArray();
    }
    Console console = console();
    char[] password =
        console == null ? null : console.readPassword("Password of %s: ", key.toString());
    if (password == null) {
      throw new KeyException(
          key + " is encrypted: put its password into " + String.join(" or ", VARIABLES));
    }
    return password;
  }

  @Override
  public String origin() {
    return variable().map(name -> "the value of " + name).orElse("what was entered");
  }

  /** The password that a new key gets; one that is typed is typed twice. */
  char[] forNewKey() throws CommandException {
    Optional<String> variable = variable();
    if (variable.isPresent()) {
      return String.valueOf(host.variable(variable.get())).toCharArray();
    }
    Console console = console();
    char[] password = console == null ? null : console.readPassword("Password of the new key: ");
    if (console == null || password == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "a new key needs a password: put it into "
              + String.join(" or ", VARIABLES)
              + ", where an empty one leaves the key open to all who have the file");
    }
    if (!Arrays.equals(password, console.readPassword("Again: "))) {
      throw new CommandException(ExitCode.USAGE, "the two passwords are not the same");
    }
    return password;
  }
}
