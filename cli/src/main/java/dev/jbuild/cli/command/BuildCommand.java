package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Interruption;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "build", description = "Build an image from a Dockerfile.")
final class BuildCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Directory of the build context.")
  private @Nullable String context;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME",
      description = "Name of the image; may be repeated.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile, if not DIR/Dockerfile; - for standard input.")
  private @Nullable String file;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Value of an ARG; without a value, the variable of the environment.")
  private List<String> buildArgs = new ArrayList<>();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Label of the image.")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--target", paramLabel = "STAGE", description = "Build this stage, not the last.")
  private @Nullable String target;

  @Option(names = "--no-cache", description = "Run every step again.")
  private boolean noCache;

  @Option(names = "--pull", description = "Ask the registry for newer base images.")
  private boolean pull;

  @Option(
      names = "--network",
      paramLabel = "default|host|none",
      description = "Network of the RUN steps.")
  private NetworkMode network = NetworkMode.DEFAULT;

  @Option(
      names = "--isolation",
      paramLabel = "auto|root|rootless|rootless-single",
      converter = IsolationWord.class,
      description = "How RUN steps are kept from the machine; never weaker than asked.")
  private Isolation isolation = Isolation.AUTO;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet",
      description = "How to show progress.")
  private ProgressMode mode = ProgressMode.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress; print only the image ID.")
  private boolean quiet;

  @Option(names = "--iidfile", paramLabel = "FILE", description = "Write the image ID to a file.")
  private @Nullable Path idFile;

  @Option(names = "--push", description = "Push the image under all its names.")
  private boolean push;

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
    if (push && tags.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--push needs a name to push to: -t NAME");
    }
    BuildInput input = BuildInput.of(context, file, jbuild.host().in());
    StageOptions stages =
        StageOptions.defaults()
            .withTarget(target)
            .withBuildArgs(KeyValues.withEnvironment("--build-arg", buildArgs, jbuild.host()))
            .withLabels(KeyValues.plain("--label", labels));
    return BuildRequest.of(input.directory())
        .withDockerfile(input.dockerfile())
        .withTags(Names.parseTags(tags))
        .withStages(stages)
        .withCache(new CacheOptions(noCache, pull))
        .withNetwork(network);
  }

  private int build(BuildRequest request, Progress progress)
      throws BuildException, IOException, InterruptedException {
    Instant begun = Instant.now();
    try (Builder builder = new Builder(environment())) {
      BuildResult result = builder.build(request, progress);
      Digest id =
          Manifest.parse(builder.store().content().read(result.image().digest())).config().digest();
      if (idFile != null) {
        Files.writeString(idFile, id.toString());
      }
      BuildSummary summary = new BuildSummary(id, result, request.tags());
      summary.lines(Duration.between(begun, Instant.now())).forEach(progress::note);
      if (push) {
        push(request.tags(), progress);
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
        .withIsolation(isolation)
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
