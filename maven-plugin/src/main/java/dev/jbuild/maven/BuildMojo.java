package dev.jbuild.maven;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.AttestOptions;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.SecretSource;
import dev.jbuild.builder.SshSource;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.words.AttestWords;
import dev.jbuild.builder.words.CacheWord;
import dev.jbuild.builder.words.SshWord;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.ByteString;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Builds an image from a Dockerfile into the local store and, when asked to, pushes it. Named
 * contexts give the Dockerfile what Maven made: {@code COPY --from=artifact} the project's own
 * artifact, {@code COPY --from=dependencies} the artifacts that it needs at run time.
 */
@Mojo(
    name = "build",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class BuildMojo extends ImageMojo {

  /** The build context. */
  @Parameter(property = "jbuild.contextDirectory", defaultValue = "${project.basedir}")
  private File contextDirectory = new File("");

  /** The Dockerfile, when it is not the one in the root of the build context. */
  @Parameter(property = "jbuild.dockerfile")
  private @Nullable File dockerfile;

  /**
   * Named contexts by their names, each a directory, a tar, a URL, {@code docker-image://REF} or
   * {@code oci-layout://DIR}; {@code artifact} and {@code dependencies} are there unless they are
   * given here.
   */
  @Parameter private Map<String, String> contexts = Map.of();

  /** Build arguments: values for the Dockerfile's {@code ARG}s. */
  @Parameter private Map<String, String> buildArgs = Map.of();

  /** Labels put on the image besides those of the Dockerfile. */
  @Parameter private Map<String, String> labels = Map.of();

  /** The target stage; the last one unless set. */
  @Parameter(property = "jbuild.target")
  private @Nullable String target;

  /** Platforms, such as linux/arm64, this machine's unless set; several give one image index. */
  @Parameter(property = "jbuild.platforms")
  private List<String> platforms = List.of();

  /** The network of RUN steps: default, host, private or none. */
  @Parameter(property = "jbuild.network", defaultValue = "default")
  private String network = "default";

  /**
   * How RUN steps are kept from the machine: auto, root, rootless, rootless-single, nested or
   * chroot.
   */
  @Parameter(property = "jbuild.isolation", defaultValue = "auto")
  private String isolation = "auto";

  /** Secrets for {@code RUN --mount=type=secret}: files by the ids of the secrets. */
  @Parameter private Map<String, File> secrets = Map.of();

  /** Secrets that are the values of environment variables: their names by the ids. */
  @Parameter private Map<String, String> secretVariables = Map.of();

  /**
   * ssh agents for {@code RUN --mount=type=ssh}, as {@code --ssh} has them: {@code default} for
   * that of SSH_AUTH_SOCK, or {@code ID=PATH} with the path of a socket or of key files.
   */
  @Parameter(property = "jbuild.ssh")
  private List<String> ssh = List.of();

  /**
   * Annotations of the image as {@code --annotation} has them: {@code key=value}, or {@code
   * index:key=value} for what the type says.
   */
  @Parameter(property = "jbuild.annotations")
  private List<String> annotations = List.of();

  /** Keeps a list of the software beside the image: true, false, spdx or cyclonedx. */
  @Parameter(property = "jbuild.sbom", defaultValue = "false")
  private String sbom = "false";

  /** Keeps beside the image how it was made: true, false, mode=min or mode=max. */
  @Parameter(property = "jbuild.provenance", defaultValue = "false")
  private String provenance = "false";

  /** Lines of /etc/hosts in RUN steps: {@code name:address}. */
  @Parameter(property = "jbuild.addHosts")
  private List<String> addHosts = List.of();

  /** Shared caches to take results of steps from, as {@code --cache-from} has them. */
  @Parameter(property = "jbuild.cacheFrom")
  private List<String> cacheFrom = List.of();

  /** Shared caches to write results of steps to, as {@code --cache-to} has them. */
  @Parameter(property = "jbuild.cacheTo")
  private List<String> cacheTo = List.of();

  /** Runs every step again instead of reusing what did not change. */
  @Parameter(property = "jbuild.noCache", defaultValue = "false")
  private boolean noCache;

  /** Asks the registry for base images even when the local store has their tags. */
  @Parameter(property = "jbuild.pull", defaultValue = "false")
  private boolean pull;

  /** Pushes the image under all of its names once it is built. */
  @Parameter(property = "jbuild.push", defaultValue = "false")
  private boolean push;

  /**
   * The latest time in the image, in seconds since 1970 or in ISO 8601, as Maven's reproducible
   * builds have it; a build argument SOURCE_DATE_EPOCH goes before it.
   */
  @Parameter(property = "jbuild.outputTimestamp", defaultValue = "${project.build.outputTimestamp}")
  private @Nullable String outputTimestamp;

  @Override
  void act() throws BuildException, IOException, InterruptedException, MojoFailureException {
    BuildRequest request = request();
    MavenProgress progress = new MavenProgress(getLog(), this::place);
    try (Builder builder = new Builder(environment(Given.isolation(isolation)))) {
      BuildResult result = builder.build(request, progress);
      List<ImageReference> tags = request.output().tags();
      getLog()
          .info(
              "built %s: %s, %d of %d steps cached"
                  .formatted(
                      String.join(", ", tags.stream().map(ImageReference::familiar).toList()),
                      result.image().digest(),
                      result.steps().stream().filter(StepReport::cached).count(),
                      result.steps().size()));
      Descriptor image = result.image();
      if (push) {
        for (ImageReference tag : tags) {
          image = pushed(tag, builder, progress);
        }
      }
      new ImageFiles(project(), tags).write(result, image);
    }
  }

  @Override
  String described(BuildException failure) {
    Origin origin = failure.origin();
    return origin == null
        ? super.described(failure)
        : place(origin) + ": " + failure.getMessage() + "\n" + origin.excerpt();
  }

  private String place(Origin origin) {
    return dockerfilePlace().name(origin.file()) + ":" + origin.line();
  }

  private DockerfilePlace dockerfilePlace() {
    return new DockerfilePlace(session(), contextDirectory, dockerfile);
  }

  private BuildRequest request() throws MojoFailureException, IOException {
    return BuildRequest.of(contextDirectory.toPath())
        .withNamedContexts(namedContexts())
        .withDockerfile(dockerfilePlace().source())
        .withOutput(output())
        .withStages(stages())
        .withCache(cache())
        .withRun(run());
  }

  private OutputOptions output() throws MojoFailureException {
    List<Annotation> all = new ArrayList<>();
    for (String word : CommandLineWords.list(annotations)) {
      all.addAll(Given.read("jbuild.annotations", () -> Annotation.parse(word)));
    }
    AttestOptions attest =
        Given.read(
            "attestations",
            () -> {
              AttestWords said = new AttestWords();
              said.sbom("jbuild.sbom " + sbom, List.of(sbom.split(",", -1)));
              said.provenance("jbuild.provenance " + provenance, List.of(provenance));
              return said.options();
            });
    return OutputOptions.DEFAULT.withTags(references()).withAnnotations(all).withAttest(attest);
  }

  private Map<ImageReference, ContextSource> namedContexts()
      throws MojoFailureException, IOException {
    return new NamedContexts(project()).with(entries("jbuild.contexts", contexts));
  }

  private StageOptions stages() throws MojoFailureException {
    Map<String, String> arguments = entries("jbuild.buildArgs", buildArgs);
    arguments.values().removeIf(value -> value == null); // an empty element of the POM
    Optional<Long> epoch =
        Given.read("jbuild.outputTimestamp", () -> OutputTimestamp.seconds(outputTimestamp));
    epoch.ifPresent(seconds -> arguments.putIfAbsent("SOURCE_DATE_EPOCH", seconds.toString()));
    StageOptions stages =
        StageOptions.defaults()
            .withTarget(target)
            .withBuildArgs(arguments)
            .withLabels(entries("jbuild.labels", labels));
    return platforms.isEmpty()
        ? stages
        : Given.read(
            "jbuild.platforms",
            () -> stages.withPlatforms(platforms.stream().map(Platform::parse).toList()));
  }

  private CacheOptions cache() throws MojoFailureException {
    List<CachePlace> sources = new ArrayList<>();
    for (String word : CommandLineWords.list(cacheFrom)) {
      sources.add(Given.read("jbuild.cacheFrom", () -> CacheWord.from(word)));
    }
    List<CacheExport> exports = new ArrayList<>();
    boolean inline = false;
    for (String word : CommandLineWords.list(cacheTo)) {
      Optional<CacheExport> export = Given.read("jbuild.cacheTo", () -> CacheWord.to(word));
      inline |= export.isEmpty();
      export.ifPresent(exports::add);
    }
    return CacheOptions.DEFAULT
        .withNoCache(noCache)
        .withPull(pull && !session().isOffline())
        .withFrom(sources)
        .withTo(exports)
        .withInline(inline);
  }

  private Map<String, SshSource> agents() throws MojoFailureException {
    return Given.read(
        "jbuild.ssh",
        () ->
            SshWord.read(
                CommandLineWords.list(ssh), System.getenv(), project().getBasedir().toPath()));
  }

  private RunOptions run() throws MojoFailureException {
    Map<String, SecretSource> sources = new HashMap<>();
    Path directory = project().getBasedir().toPath();
    secrets.forEach((id, file) -> sources.put(id, new SecretSource.File(file.toPath())));
    entries("jbuild.secrets", Map.of())
        .forEach((id, file) -> sources.put(id, new SecretSource.File(directory.resolve(file))));
    for (Map.Entry<String, String> each :
        entries("jbuild.secretVariables", secretVariables).entrySet()) {
      String value = System.getenv(each.getValue());
      if (value == null) {
        throw new MojoFailureException(
            "secretVariables: the environment has no variable " + each.getValue());
      }
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      sources.put(each.getKey(), new SecretSource.Value(ByteString.of(bytes)));
    }
    RunOptions options =
        RunOptions.DEFAULT
            .withNetwork(Given.network(network))
            .withAccess(RunAccess.NONE.withSecrets(sources).withAgents(agents()));
    return Given.read(
        "jbuild.addHosts", () -> options.withHostWords(CommandLineWords.list(addHosts)));
  }
}
