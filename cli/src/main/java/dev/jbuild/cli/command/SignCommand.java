package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.sign.ImageSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "sign", description = "Sign an image of a registry.")
final class SignCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name of an image in a registry.")
  String image = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Private key: of openssl, of cosign or of generate-key.")
  Path key = Path.of("");

  @Mixin RegistryFlags registry = new RegistryFlags();

  SignCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    ImageReference name = Names.parse(image);
    SigningKey signing = KeyWord.signing(jbuild, key);
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      for (Digest digest : new ImageSigner(client, signing).sign(name)) {
        jbuild.host().out().line("Signed " + Names.ofDigest(name, digest));
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
