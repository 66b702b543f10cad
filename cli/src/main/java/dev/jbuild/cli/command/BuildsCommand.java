package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "builds",
    description = "List past builds, the youngest first.",
    footer = {
      "",
      "Fields of --format: ID, CreatedAt, CreatedSince, Duration, Status, Name, Digest, Tags,",
      "Target, Platform, Context, Dockerfile, Steps, CachedSteps."
    })
final class BuildsCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Mixin BuildsFlags flags = new BuildsFlags();

  BuildsCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    flags.print(jbuild, build -> true);
    return ExitCode.SUCCESS.number();
  }
}
