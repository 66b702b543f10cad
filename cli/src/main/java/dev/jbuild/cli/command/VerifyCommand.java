package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.VerificationKey;
import dev.jbuild.registry.sign.ImageVerifier;
import dev.jbuild.registry.sign.VerificationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Check that an image of a registry is signed with a key, and print its digest.")
final class VerifyCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name of an image in a registry.")
  private String image = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Public key, or a certificate, in PEM.")
  private Path key = Path.of("");

  @Mixin private RegistryFlags registry = new RegistryFlags();

  VerifyCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    ImageReference name = Names.parse(image);
    VerificationKey verification = KeyWord.verification(key);
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      Digest digest = new ImageVerifier(client, verification).verify(name);
      jbuild.host().out().line(Names.ofDigest(name, digest).toString());
      return ExitCode.SUCCESS.number();
    } catch (VerificationException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
