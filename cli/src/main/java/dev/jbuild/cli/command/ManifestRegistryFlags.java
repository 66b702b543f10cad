package dev.jbuild.cli.command;

import dev.jbuild.registry.RegistryOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the commands below {@code manifest} call registries: also in docker's words. */
final class ManifestRegistryFlags {
  @Mixin RegistryFlags registry = new RegistryFlags();

  @Option(names = "--insecure", description = "Docker's word for --tls-verify=false.")
  @Nullable Boolean insecure;

  RegistryOptions options(Jbuild jbuild) throws IOException {
    RegistryOptions options = registry.options(jbuild);
    return insecure == null ? options : options.withTlsVerify(!insecure);
  }
}
