package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Interruption;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "build", description = "Build an image from a Dockerfile.")
final class BuildCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Mixin private ContextFlags context = new ContextFlags();
  @Mixin private StageFlags stages = new StageFlags();
  @Mixin private CacheFlags cache = new CacheFlags();
  @Mixin private RunFlags run = new RunFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet",
      description = "How to show progress.")
  private ProgressMode mode = ProgressMode.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress; print only the image ID.")
  private boolean quiet;

  BuildCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    BuildRequest request = request();
    if (quiet) {
      mode = ProgressMode.QUIET;
    }
    Interruption interruption = Interruption.ofThisThread();
    try (Progress progress = mode.start(jbuild.host())) {
      return build(request, progress);
    } catch (InterruptedException | BuildException | IOException e) {
      if (!interruption.happened()) {
        throw e;
      }
      jbuild.host().err().println("interrupted");
      return interruption.exitCode();
    }
  }

  private BuildRequest request() throws CommandException, IOException {
    return context
        .request(jbuild.host())
        .withStages(stages.options(jbuild.host()))
        .withCache(cache.options())
        .withRun(run.options())
        .withOutput(output.options());
  }

  private int build(BuildRequest request, Progress progress)
      throws BuildException, IOException, InterruptedException {
    Instant begun = Instant.now();
    try (Builder builder = new Builder(environment())) {
      BuildResult result = builder.build(request, progress);
      Digest id =
          Manifest.parse(builder.store().content().read(result.image().digest())).config().digest();
      output.write(id);
      BuildSummary summary = new BuildSummary(id, result, request.output().tags());
      summary.lines(Duration.between(begun, Instant.now())).forEach(progress::note);
      if (output.push()) {
        push(request.output().tags(), progress);
      }
      if (mode == ProgressMode.QUIET) {
        jbuild.host().out().line(id.toString());
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private BuildEnvironment environment() throws IOException {
    return BuildEnvironment.of(jbuild.places().storeRoot(), jbuild.places().nativeCache())
        .withDockerConfig(jbuild.places().dockerConfig())
        .withIsolation(run.isolation())
        .withExecutable(jbuild.executable());
  }

  private void push(List<ImageReference> names, Progress progress)
      throws IOException, BuildException, InterruptedException {
    try (OpenStore store = OpenStore.of(jbuild, progress)) {
      for (ImageReference name : names) {
        Descriptor pushed = store.push().push(name);
        progress.note("pushed " + name.familiar() + "@" + pushed.digest());
      }
    }
  }
}
