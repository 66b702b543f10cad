package dev.jbuild.maven;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.PublishedPort;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.runner.ContainerRun;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.NetworkOptions;
import dev.jbuild.runner.PortWords;
import dev.jbuild.runner.ProcessOptions;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunNetwork;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.RunResult;
import dev.jbuild.runner.SignalSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs a container of the image to its end, for a test of it: an exit code other than 0 fails the
 * Maven build. What it writes goes to Maven's log.
 */
@Mojo(name = "run", defaultPhase = LifecyclePhase.INTEGRATION_TEST, threadSafe = true)
public final class RunMojo extends ImageMojo {

  /** The image of the local store to run; the first of the tags unless set. */
  @Parameter(property = "jbuild.run.image")
  private @Nullable String image;

  /** What runs in place of the image's cmd. */
  @Parameter(property = "jbuild.run.command")
  private List<String> command = List.of();

  /** What runs in place of the image's entrypoint and cmd. */
  @Parameter(property = "jbuild.run.entrypoint")
  private @Nullable String entrypoint;

  /** Variables of the environment beside those of the image. */
  @Parameter private Map<String, String> env = Map.of();

  /** Ports to publish, as {@code docker run -p} has them: [address:][port:]port. */
  @Parameter(property = "jbuild.run.ports")
  private List<String> ports = List.of();

  /** The network of the container: host, none or private, which it is when ports are published. */
  @Parameter(property = "jbuild.run.network")
  private @Nullable String network;

  /**
   * How the container is kept from the machine: auto, root, rootless, rootless-single, nested or
   * chroot.
   */
  @Parameter(property = "jbuild.isolation", defaultValue = "auto")
  private String isolation = "auto";

  /** Seconds after which the container is killed and the Maven build fails; 0 is for never. */
  @Parameter(property = "jbuild.run.timeout", defaultValue = "0")
  private int timeout;

  @Override
  void act()
      throws BuildException,
          IOException,
          InterruptedException,
          MojoExecutionException,
          MojoFailureException {
    BuildEnvironment environment = environment(Given.isolation(isolation));
    String name = image == null ? references().getFirst().familiar() : image;
    AgentOptions options =
        new AgentOptions(
                environment.store(),
                environment.nativeCache(),
                environment.isolation(),
                getLog()::warn)
            .withExecutable(environment.executable());
    try (Store store = Store.open(environment.store(), getLog()::warn)) {
      RunRequest request = request(image(store, environment, name, options));
      try (ContainerRun containers = ContainerRun.open(store, options)) {
        ended(name, inTime(containers, request));
      }
    } catch (RunException e) {
      throw new MojoExecutionException(name + " did not start: " + e.getMessage(), e);
    }
  }

  private void ended(String name, RunResult result) throws MojoFailureException {
    if (result.exitCode() != 0) {
      String message = result.message().isEmpty() ? "" : ": " + result.message();
      throw new MojoFailureException(name + " ended with exit code " + result.exitCode() + message);
    }
  }

  private static LocalImage image(
      Store store, BuildEnvironment environment, String name, AgentOptions options)
      throws BuildException, IOException, InterruptedException {
    LocalImage image = new LocalImages(store).find(name);
    BuildListener silent = BuildListener.SILENT;
    try (RegistryClient registry = new RegistryClient(environment.registry());
        LazyAgent agent = new LazyAgent(options, store, silent)) {
      new ImagePull(store, registry, silent, agent).unpacking().layers(image.resolved());
    }
    return image;
  }

  private RunRequest request(LocalImage local) throws MojoFailureException {
    List<String> variables = new ArrayList<>();
    entries("jbuild.run.env", env)
        .forEach((key, value) -> variables.add(key + "=" + (value == null ? "" : value)));
    List<PublishedPort> published = new ArrayList<>();
    for (String word : CommandLineWords.list(ports)) {
      published.addAll(Given.read("jbuild.run.ports", () -> PortWords.parse(word)));
    }
    NetworkOptions options = NetworkOptions.DEFAULT.withMode(mode()).withPorts(published);
    return RunRequest.of(local.config())
        .withProcess(
            new ProcessOptions(entrypoint, CommandLineWords.list(command), variables, null, null))
        .withNetwork(options);
  }

  private @Nullable RunNetwork mode() throws MojoFailureException {
    String word = network;
    return word == null
        ? null
        : Given.read("jbuild.run.network", () -> RunNetwork.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  /** An interrupt kills the container, so that is what a timer does. */
  private RunResult inTime(ContainerRun containers, RunRequest request)
      throws RunException, InterruptedException, MojoFailureException {
    try (LogLines out = new LogLines(getLog()::info);
        LogLines err = new LogLines(getLog()::warn);
        Deadline deadline = Deadline.ofThisThread(timeout)) {
      ContainerStreams streams =
          new ContainerStreams(null, out, err, SignalSource.NONE, getLog()::info);
      try {
        return containers.run(request, streams);
      } catch (InterruptedException e) {
        if (deadline.passed()) {
          throw new MojoFailureException("the container was killed after " + timeout + " s", e);
        }
        throw e;
      }
    }
  }
}
