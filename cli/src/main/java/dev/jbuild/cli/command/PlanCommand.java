package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.cli.explain.ExplanationFormat;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Interruption;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = "Tell which steps a build would run, and why, without running any.",
    footer = {"", "The exit code is 0 when all steps are in the cache, 10 when not."})
final class PlanCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Mixin BuildFlags flags = new BuildFlags();

  @Option(names = "--format", paramLabel = "text|json", description = "The form of the answer.")
  ExplanationFormat format = ExplanationFormat.TEXT;

  @Option(names = "--all", description = "Name all changed files.")
  boolean all;

  PlanCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    BuildRequest request = flags.request(jbuild);
    Interruption interruption = Interruption.ofThisThread(jbuild.host());
    try (Progress progress = ProgressMode.QUIET.start(jbuild.host());
        Builder builder = new Builder(flags.environment(jbuild))) {
      Explanation explanation = builder.plan(request, progress);
      jbuild.host().out().line(format.write(explanation, all));
      return (explanation.allCached() ? ExitCode.SUCCESS : ExitCode.NOT_CACHED).number();
    } catch (InterruptedException | BuildException | IOException e) {
      if (!interruption.happened()) {
        throw e;
      }
      jbuild.host().err().println("interrupted");
      return interruption.exitCode();
    }
  }
}
