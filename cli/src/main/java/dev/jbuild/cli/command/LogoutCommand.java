package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.registry.Credentials;
import dev.jbuild.registry.DockerConfigCredentials;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "logout", description = "Forget the credentials for a registry.")
final class LogoutCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "REGISTRY", description = "Host and port, for example docker.io.")
  String registry = "";

  LogoutCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    String name = Names.registry(registry);
    DockerConfigCredentials logins = jbuild.logins();
    Optional<String> keeper = logins.remove(name);
    jbuild
        .host()
        .out()
        .line(
            keeper
                .map(from -> "Removed the login to " + name + " from " + from)
                .orElse("Not logged in to " + name));
    Credentials left = logins.find(name);
    if (!(left instanceof Credentials.Anonymous)) {
      jbuild.warn("there are more credentials for " + name + ", in " + left.origin());
    }
    return ExitCode.SUCCESS.number();
  }
}
