package dev.jbuild.cli.command;

import dev.jbuild.builder.StageOptions;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to build of a Dockerfile. */
final class StageFlags {
  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Value of an ARG; without a value, the variable of the environment.")
  private List<String> buildArgs = new ArrayList<>();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Label of the image.")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--target", paramLabel = "STAGE", description = "Build this stage, not the last.")
  private @Nullable String target;

  StageOptions options(Host host) throws CommandException {
    return StageOptions.defaults()
        .withTarget(target)
        .withBuildArgs(KeyValues.withEnvironment("--build-arg", buildArgs, host))
        .withLabels(KeyValues.plain("--label", labels));
  }
}
