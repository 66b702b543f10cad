package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.registry.key.KeyPair;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "generate-key",
    description = "Make a pair of keys to sign images with, as cosign does.")
final class GenerateKeyCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "PREFIX", description = "The files are PREFIX.key and PREFIX.pub.")
  String prefix = "";

  GenerateKeyCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    Path privateFile = jbuild.host().path(prefix + ".key");
    Path publicFile = jbuild.host().path(prefix + ".pub");
    KeyPair pair = KeyPair.generate(new KeyPasswords(jbuild.host()).forNewKey());
    try {
      pair.write(privateFile, publicFile);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.USAGE, e.getFile() + " is there already; give another prefix", e);
    }
    jbuild.host().out().line("Private key in " + privateFile + ", public key in " + publicFile);
    return ExitCode.SUCCESS.number();
  }
}
