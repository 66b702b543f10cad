package dev.jbuild.cli.command;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.remote.CommitTime;
import dev.jbuild.builder.remote.RemoteException;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.oci.Platform;
import java.io.IOException;
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
  List<String> buildArgs = new ArrayList<>();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Label of the image.")
  List<String> labels = new ArrayList<>();

  @Option(names = "--target", paramLabel = "STAGE", description = "Build this stage, not the last.")
  @Nullable String target;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH,...",
      description = "Platforms of the image; several give one image index.")
  List<String> platforms = new ArrayList<>();

  @Option(
      names = "--source-date-epoch",
      paramLabel = "SECONDS|git|context",
      description =
          "No time in the image is later; git is the time of the commit that is checked out,"
              + " context that of a repository, URL or tar.")
  @Nullable String epoch;

  StageOptions options(Host host, ContextSource context) throws CommandException, IOException {
    return StageOptions.defaults()
        .withTarget(target)
        .withPlatforms(platforms(host))
        .withBuildArgs(buildArgs(host, context))
        .withLabels(KeyValues.plain("--label", labels));
  }

  /** What counts for {@code jbuild check}, in its own words. */
  List<String> checkWords() {
    List<String> words = new ArrayList<>();
    buildArgs.forEach(each -> words.addAll(List.of("--build-arg", each)));
    platforms.forEach(each -> words.addAll(List.of("--platform", each)));
    if (target != null) {
      words.addAll(List.of("--target", target));
    }
    return words;
  }

  private List<Platform> platforms(Host host) throws CommandException {
    String variable = host.variable("DOCKER_DEFAULT_PLATFORM");
    if (!platforms.isEmpty()) {
      return Platforms.all(platforms);
    }
    return variable == null || variable.isEmpty()
        ? List.of(Platform.host())
        : Platforms.all(List.of(variable));
  }

  /** The option goes before a build argument, and that before the environment. */
  private Map<String, String> buildArgs(Host host, ContextSource context)
      throws CommandException, IOException {
    Map<String, String> given = KeyValues.withEnvironment("--build-arg", buildArgs, host);
    String variable = host.variable(EPOCH);
    if (variable != null) {
      given.putIfAbsent(EPOCH, variable);
    }
    if (epoch != null) {
      given.put(EPOCH, epoch.equals("git") ? commitTime(context) : epoch);
    }
    return given;
  }

  private static String commitTime(ContextSource context) throws CommandException, IOException {
    if (context instanceof ContextSource.Local local) {
      try {
        return String.valueOf(CommitTime.of(local.directory()).getEpochSecond());
      } catch (RemoteException e) {
        throw new CommandException(ExitCode.USAGE, "--source-date-epoch=git: " + e.getMessage());
      }
    }
    throw new CommandException(
        ExitCode.USAGE, "--source-date-epoch=git needs a context that is a directory");
  }
}
