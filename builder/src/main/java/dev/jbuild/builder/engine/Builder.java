package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.context.ContextOpener;
import dev.jbuild.builder.context.OpenContexts;
import dev.jbuild.builder.context.RemoteContexts;
import dev.jbuild.builder.explain.ArgumentNames;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.ImagePush;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.PlanOptions;
import dev.jbuild.builder.plan.Planner;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.solve.ImageAssembly;
import dev.jbuild.builder.solve.Reuse;
import dev.jbuild.builder.solve.SolveOptions;
import dev.jbuild.builder.solve.Solving;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreException;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ExecutorException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.value.PlatformName;
import dev.jbuild.registry.DockerConfigCredentials;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Builds images from Dockerfiles into a local store. Any number of builds may run at once. */
public final class Builder implements AutoCloseable {
  /** Each finds and moves aside more of what is damaged. */
  private static final int TRIES = 5;

  private final BuildEnvironment environment;
  private final List<BuildListener> listeners = new CopyOnWriteArrayList<>();
  private final Store store;
  private final RegistryClient registry;

  /**
   * Opens the store.
   *
   * @throws BuildException when the store cannot be opened
   */
  public Builder(BuildEnvironment environment) throws BuildException {
    this.environment = environment;
    try {
      this.store =
          Store.open(
              environment.store(),
              text -> listeners.forEach(listener -> listener.warning(text, null)));
    } catch (StoreException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, String.valueOf(e.getMessage()), e);
    }
    this.registry = new RegistryClient(registryOptions(environment));
  }

  private static RegistryOptions registryOptions(BuildEnvironment environment) {
    return environment.dockerConfig() == null
        ? RegistryOptions.DEFAULT
        : RegistryOptions.DEFAULT.withCredentials(
            new DockerConfigCredentials(environment.dockerConfig()));
  }

  /** The store that images come into; closed with this builder. */
  public Store store() {
    return store;
  }

  /**
   * Builds an image and gives it its tags. An interrupt of the thread ends all steps.
   *
   * @throws BuildException when there is no image; nothing is tagged then
   */
  public BuildResult build(BuildRequest request, BuildListener listener)
      throws BuildException, InterruptedException {
    return prepared(
        request,
        listener,
        build -> {
          Map<Vertex, VertexResult> results = solved(build, listener);
          StoredImage image = ImageAssembly.store(store, build.plan(), results);
          new LocalImages(store).keep(image.descriptor(), request.output().tags());
          build.log(results);
          return new BuildResult(
              image.descriptor(), image.config(), reports(build.plan(), results));
        });
  }

  /** What was lost is out of the way when that is told, so the steps that made it run again. */
  private static Map<Vertex, VertexResult> solved(PreparedBuild build, BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    for (int left = TRIES; ; left--) {
      try {
        return build.solve(listener);
      } catch (BuildException e) {
        if (left == 1 || !(e.getCause() instanceof LostContentException)) {
          throw e;
        }
        listener.warning(e.getMessage() + ": building again what is missing", null);
      }
    }
  }

  /**
   * Says what a build would do, without doing it: which steps would be taken from the cache, and
   * why the others not. Base images are asked for as by a build, but no layer is fetched.
   *
   * @throws BuildException when the build would fail before its first step
   */
  public Explanation plan(BuildRequest request, BuildListener listener)
      throws BuildException, InterruptedException {
    return prepared(request, listener, PreparedBuild::forecast);
  }

  /**
   * Pushes the image of that name to the registry in it.
   *
   * @return the manifest as it is in the registry now
   */
  public Descriptor push(ImageReference name, BuildListener listener)
      throws BuildException, InterruptedException {
    listeners.add(listener);
    try (LazyAgent agent = agent(listener)) {
      return new ImagePush(store, registry, agent, listener).push(name);
    } catch (ExecutorException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, String.valueOf(e.getMessage()), e);
    } finally {
      listeners.remove(listener);
    }
  }

  private LazyAgent agent(BuildListener listener) {
    AgentOptions options =
        new AgentOptions(
                store.root(),
                environment.nativeCache(),
                environment.isolation(),
                line -> listener.warning(line, null))
            .withExecutable(environment.executable());
    return new LazyAgent(options, store, listener);
  }

  /** What is done with a build once its Dockerfile is planned. */
  private interface Use<T> {
    T of(PreparedBuild build) throws BuildException, InterruptedException, IOException;
  }

  private <T> T prepared(BuildRequest request, BuildListener listener, Use<T> use)
      throws BuildException, InterruptedException {
    checkPlatform(request.stages().platform());
    listeners.add(listener);
    ContextOpener opener =
        ContextOpener.of(store, RemoteContexts.of(store, request.stages().buildArgs()));
    try (LazyAgent agent = agent(listener);
        BuildFiles files =
            BuildFiles.read(request.contexts().main(), request.dockerfile(), opener);
        OpenContexts contexts = new OpenContexts(request.contexts(), files.context(), opener)) {
      return use.of(prepare(request, files, contexts, agent, listener));
    } catch (IOException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, String.valueOf(e.getMessage()), e);
    } finally {
      listeners.remove(listener);
    }
  }

  private static void checkPlatform(Platform platform) throws BuildException {
    if (!Platform.host().accepts(platform)) {
      throw new BuildException(
          Kind.USER,
          null,
          "this machine is "
              + Platform.host()
              + ", and building for "
              + platform
              + " is not supported yet");
    }
  }

  private PreparedBuild prepare(
      BuildRequest request,
      BuildFiles files,
      OpenContexts contexts,
      LazyAgent agent,
      BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    Instant begun = environment.clock().instant();
    Dockerfile dockerfile = Dockerfiles.parse(files, request.contexts());
    ImagePull images = new ImagePull(store, registry, listener);
    PullPolicy policy = request.cache().pull() ? PullPolicy.ALWAYS : PullPolicy.MISSING;
    ResolvedBases bases =
        new ResolvedBases(new PulledBases(store, images, policy), request.contexts());
    Dockerfiles.check(dockerfile, checks(request.stages(), files), bases, listener);
    Plan plan =
        Planner.plan(
            dockerfile,
            new Excerpts(dockerfile.name(), dockerfile.source()),
            new PlanOptions(request.stages(), request.run(), request.contexts()),
            bases);
    SolveOptions options =
        new SolveOptions(
            request.stages().platform(),
            Reuse.of(request.cache(), dockerfile),
            environment.clock(),
            plan.epoch(),
            request.run());
    return new PreparedBuild(
        new Solving(store, agent, images, contexts, options),
        plan,
        Subjects.of(request),
        ArgumentNames.of(dockerfile),
        begun);
  }

  private static CheckContext checks(StageOptions options, BuildFiles files) {
    PlatformName host = BaseFacts.host();
    return CheckContext.DEFAULT
        .withBuildArgs(options.buildArgs())
        .withTarget(options.target())
        .withPlatforms(new CheckContext.Platforms(host, host))
        .withIgnoreFile(files.ignore());
  }

  private static List<StepReport> reports(Plan plan, Map<Vertex, VertexResult> results) {
    List<StepReport> reports = new ArrayList<>();
    for (Vertex vertex : plan.vertices()) {
      VertexResult result = results.get(vertex);
      if (vertex.step() != null && result != null) {
        reports.add(new StepReport(vertex.step(), result.cached(), result.duration()));
      }
    }
    return reports;
  }

  /** Ends the use of the store and all connections to registries. */
  @Override
  public void close() throws BuildException {
    try (registry;
        store) {
      listeners.clear();
    } catch (IOException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, String.valueOf(e.getMessage()), e);
    }
  }
}
