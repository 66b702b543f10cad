package dev.jbuild.cli.command;

import dev.jbuild.builder.StageOptions;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to build of a Dockerfile. */
final class StageFlags {
  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Value of an ARG; without a value, the variable of the environment.")
  private List<String> buildArgs = new ArrayList<>();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Label of the image.")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--target", paramLabel = "STAGE", description = "Build this stage, not the last.")
  private @Nullable String target;

  @Option(
      names = "--source-date-epoch",
      paramLabel = "SECONDS",
      description = "No time in the image is later; the default is SOURCE_DATE_EPOCH.")
  private @Nullable String epoch;

  StageOptions options(Host host) throws CommandException {
    return StageOptions.defaults()
        .withTarget(target)
        .withBuildArgs(buildArgs(host))
        .withLabels(KeyValues.plain("--label", labels));
  }

  /** The option goes before a build argument, and that before the environment. */
  private Map<String, String> buildArgs(Host host) throws CommandException {
    Map<String, String> given = KeyValues.withEnvironment("--build-arg", buildArgs, host);
    String variable = host.variable(EPOCH);
    if (variable != null) {
      given.putIfAbsent(EPOCH, variable);
    }
    if (epoch != null) {
      given.put(EPOCH, epoch);
    }
    return given;
  }
}
