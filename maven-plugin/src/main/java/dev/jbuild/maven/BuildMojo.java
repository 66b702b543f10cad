package dev.jbuild.maven;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.Places;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.SecretSource;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.UserSettings;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Builds an image from a Dockerfile and, when asked to, pushes it. */
@Mojo(name = "build", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class BuildMojo extends AbstractMojo {

  /** Names of the image, like {@code registry.example.com/team/app:1.0}; one at least. */
  @Parameter(property = "jbuild.tags", required = true)
  private List<String> tags = List.of();

  /** The build context. */
  @Parameter(property = "jbuild.contextDirectory", defaultValue = "${project.basedir}")
  private File contextDirectory = new File("");

  /** The Dockerfile, when it is not the one in the root of the build context. */
  @Parameter(property = "jbuild.dockerfile")
  private @Nullable File dockerfile;

  /** Build arguments: values for the Dockerfile's {@code ARG}s. */
  @Parameter private Map<String, String> buildArgs = Map.of();

  /** Labels put on the image besides those of the Dockerfile. */
  @Parameter private Map<String, String> labels = Map.of();

  /** The target stage; the last one unless set. */
  @Parameter(property = "jbuild.target")
  private @Nullable String target;

  /** The network of RUN steps: default, host, private or none. */
  @Parameter(property = "jbuild.network", defaultValue = "default")
  private String network = "default";

  /** Secrets for {@code RUN --mount=type=secret}: files by the ids of the secrets. */
  @Parameter private Map<String, File> secrets = Map.of();

  /** Lines of /etc/hosts in RUN steps: {@code name:address}. */
  @Parameter(property = "jbuild.addHosts")
  private List<String> addHosts = List.of();

  /** Runs every step again instead of reusing what did not change. */
  @Parameter(property = "jbuild.noCache", defaultValue = "false")
  private boolean noCache;

  /** Asks the registry for base images even when the local store has their tags. */
  @Parameter(property = "jbuild.pull", defaultValue = "false")
  private boolean pull;

  /** Pushes the image under all of its tags once it is built. */
  @Parameter(property = "jbuild.push", defaultValue = "false")
  private boolean push;

  /** The local store; the one that the {@code jbuild} command uses unless set. */
  @Parameter(property = "jbuild.root")
  private @Nullable File root;

  /** Does nothing. */
  @Parameter(property = "jbuild.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("jbuild:build is skipped");
      return;
    }
    BuildRequest request = request();
    MavenProgress progress = new MavenProgress(getLog());
    try (Builder builder = new Builder(environment())) {
      BuildResult result = builder.build(request, progress);
      getLog().info("built " + String.join(", ", tags) + ": " + result.image().digest());
      if (push) {
        for (ImageReference tag : request.output().tags()) {
          Descriptor pushed = builder.push(tag, progress);
          getLog().info("pushed " + tag.familiar() + ": " + pushed.digest());
        }
      }
    } catch (BuildException e) {
      String message = describe(e);
      switch (e.kind()) {
        case USER, EXEC -> throw new MojoFailureException(message, e);
        case REGISTRY, ENVIRONMENT, INTERNAL -> throw new MojoExecutionException(message, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("the build was interrupted", e);
    }
  }

  private static String describe(BuildException e) {
    Origin origin = e.origin();
    return origin == null
        ? String.valueOf(e.getMessage())
        : origin + ": " + e.getMessage() + "\n" + origin.excerpt();
  }

  private BuildEnvironment environment() throws MojoExecutionException {
    try {
      Places places = Places.of(System.getenv(), root == null ? null : root.toPath());
      return BuildEnvironment.of(places.storeRoot(), places.nativeCache())
          .withRegistry(UserSettings.options(System.getenv(), places.dockerConfig()))
          .withVariables(System.getenv());
    } catch (IOException e) {
      throw new MojoExecutionException("cannot tell whose store to use: " + e.getMessage(), e);
    }
  }

  private BuildRequest request() throws MojoFailureException {
    NetworkMode mode =
        NetworkMode.parse(network)
            .orElseThrow(
                () ->
                    new MojoFailureException(
                        "jbuild.network is " + network + "; it may be default, host or none"));
    return BuildRequest.of(contextDirectory.toPath())
        .withDockerfile(source())
        .withTags(references())
        .withStages(
            StageOptions.defaults().withTarget(target).withBuildArgs(buildArgs).withLabels(labels))
        .withCache(CacheOptions.DEFAULT.withNoCache(noCache).withPull(pull))
        .withRun(run().withNetwork(mode));
  }

  private RunOptions run() throws MojoFailureException {
    Map<String, SecretSource> sources = new HashMap<>();
    secrets.forEach((id, file) -> sources.put(id, new SecretSource.File(file.toPath())));
    try {
      return RunOptions.DEFAULT
          .withAccess(RunAccess.NONE.withSecrets(sources))
          .withHostWords(addHosts);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("jbuild.addHosts: " + e.getMessage(), e);
    }
  }

  private DockerfileSource source() {
    return dockerfile == null
        ? new DockerfileSource.InContext()
        : new DockerfileSource.File(dockerfile.toPath(), dockerfile.getName());
  }

  private List<ImageReference> references() throws MojoFailureException {
    List<ImageReference> references = new ArrayList<>();
    for (String tag : tags) {
      try {
        references.add(ImageReference.parse(tag));
      } catch (IllegalArgumentException e) {
        throw new MojoFailureException("jbuild.tags: " + e.getMessage(), e);
      }
    }
    return references;
  }
}
