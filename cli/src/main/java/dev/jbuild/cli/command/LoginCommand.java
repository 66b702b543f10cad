package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.registry.Credentials.Login;
import dev.jbuild.registry.RegistryClient;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "login",
    description = "Log in to a registry. The credentials are checked there before they are kept.")
final class LoginCommand implements Callable<Integer> {
  private static final int LONGEST_PASSWORD = 1 << 20;

  private final Jbuild jbuild;

  @Parameters(paramLabel = "REGISTRY", description = "Host and port, for example docker.io.")
  String registry = "";

  @Option(
      names = {"-u", "--username"},
      paramLabel = "USER",
      description = "The user; without it, it is asked for.")
  @Nullable String user;

  @Option(
      names = "--password-stdin",
      description = "Take the password from standard input; without it, it is asked for.")
  boolean passwordFromInput;

  @Mixin RegistryFlags flags = new RegistryFlags();

  LoginCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    String name = Names.registry(registry);
    Login login = passwordFromInput ? fromInput() : fromTerminal();
    if (login.user().isEmpty() || login.user().contains(":") || login.password().isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "a user (without a colon) and a password are needed to log in to " + name);
    }
    try (RegistryClient client =
        new RegistryClient(flags.options(jbuild).withCredentials(any -> login))) {
      client.login(name);
    }
    String keeper = jbuild.logins().store(name, login);
    jbuild.host().out().line("Logged in to " + name + "; the password is kept in " + keeper);
    return ExitCode.SUCCESS.number();
  }

  private Login fromInput() throws CommandException, IOException {
    if (user == null) {
      throw new CommandException(ExitCode.USAGE, "--password-stdin needs the user: -u USER");
    }
    byte[] bytes = jbuild.host().in().readNBytes(LONGEST_PASSWORD);
    String password = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
    return new Login(user, password, "standard input");
  }

  private Login fromTerminal() throws CommandException {
    Host host = jbuild.host();
    Console console = host.terminal().stdin() ? System.console() : null;
    if (console == null) {
      throw new CommandException(
          ExitCode.USAGE, "there is no terminal to ask for the password: use --password-stdin");
    }
    String name = user == null ? console.readLine("Username: ") : user;
    char[] password = name == null ? null : console.readPassword("Password: ");
    if (name == null || password == null) {
      throw new CommandException(ExitCode.USAGE, "the input ended before the password");
    }
    return new Login(name, new String(password), "the terminal");
  }
}
