package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.VerificationKey;
import dev.jbuild.registry.sign.AttestationVerifier;
import dev.jbuild.registry.sign.ImageVerifier;
import dev.jbuild.registry.sign.VerificationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  String image = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Public key, or a certificate, in PEM.")
  Path key = Path.of("");

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Check a signed attestation: spdxjson, cyclonedx, slsaprovenance1, another of cosign's"
              + " types, or the address of a predicate.")
  @Nullable String type;

  @Option(
      names = "--statement",
      paramLabel = "FILE",
      description = "Write the attestation there, - for standard output; a line for each platform.")
  @Nullable Path statements;

  @Mixin RegistryFlags registry = new RegistryFlags();

  VerifyCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    ImageReference name = Names.parse(image);
    VerificationKey verification = KeyWord.verification(key);
    String predicate = type == null ? null : PredicateWord.parse(type);
    if (predicate == null && statements != null) {
      throw new CommandException(
          ExitCode.USAGE, "--statement needs --type: signatures of images have no statement");
    }
    try (RegistryClient client = new RegistryClient(registry.options(jbuild))) {
      if (predicate == null) {
        Digest digest = new ImageVerifier(client, verification).verify(name);
        jbuild.host().out().line(Names.ofDigest(name, digest).toString());
      } else {
        tell(name, new AttestationVerifier(client, verification).verify(name, predicate));
      }
      return ExitCode.SUCCESS.number();
    } catch (VerificationException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private void tell(ImageReference name, List<AttestationVerifier.Verified> verified)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    verified.forEach(each -> lines.append(each.statement()).append('\n'));
    Path file = statements;
    if (file != null && file.toString().equals("-")) {
      jbuild.host().out().write(lines.toString().getBytes(StandardCharsets.UTF_8));
      return;
    } else if (file != null) {
      Files.writeString(file, lines);
    }
    for (AttestationVerifier.Verified each : verified) {
      jbuild.host().out().line(Names.ofDigest(name, each.image()).toString());
    }
  }
}
