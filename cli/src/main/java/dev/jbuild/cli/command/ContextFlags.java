package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildRequest;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a build reads. */
final class ContextFlags {
  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Directory of the build context.")
  private @Nullable String context;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile, if not DIR/Dockerfile; - for standard input.")
  private @Nullable String file;

  BuildRequest request(Host host) throws CommandException, IOException {
    BuildInput input = BuildInput.of(context, file, host.in());
    return BuildRequest.of(input.directory()).withDockerfile(input.dockerfile());
  }
}
