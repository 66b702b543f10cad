package dev.jbuild.cli.command;

import dev.jbuild.registry.RegistryOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How registries are called, for the commands that do. */
final class RegistryFlags {
  @Option(
      names = "--tls-verify",
      paramLabel = "true|false",
      description =
          "Whether registries must have a certificate that is trusted; false also allows plain"
              + " http. Without it, what registries.conf says.")
  @Nullable Boolean tlsVerify;

  RegistryOptions options(Jbuild jbuild) throws IOException {
    return jbuild.registryOptions().withTlsVerify(tlsVerify);
  }
}
