package dev.jbuild.builder.engine;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Exported;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.attest.AttestationPush;
import dev.jbuild.builder.attest.Attestor;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.context.ContextOpener;
import dev.jbuild.builder.context.OpenContexts;
import dev.jbuild.builder.context.RemoteContexts;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.history.Recording;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.ImagePush;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreException;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ExecutorException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
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
    this.registry = new RegistryClient(environment.registry());
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
    try (Recording recording = new Recording(store, listener)) {
      return prepared(
          request,
          recording,
          build -> {
            LoggedBuild logged = new LoggedBuild(build, recording, environment.invocation());
            return logged.run(() -> done(request, build, logged, recording));
          });
    }
  }

  private BuildResult done(
      BuildRequest request, PreparedBuild build, LoggedBuild logged, BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    OutputOptions output = request.output();
    ImagePush push = new ImagePush(store, registry, build.solving().agent(), listener);
    Map<Vertex, VertexResult> results;
    try (LayersAhead ahead = LayersAhead.of(output, build.plans(), push, listener)) {
      results = solved(logged, listener, ahead);
      ahead.finish();
    }
    FinishedBuild finished =
        new FinishedBuild(request, build, results, attestor(request, build, listener));
    BuildResult result = finished.keep();
    finished.share(registry, listener);
    List<Exported> exports = finished.export(result, registry, push, listener);
    new CacheLimit(store, environment.cacheLimit())
        .keep(results.values(), build.solving().agent(), listener);
    return result.withExports(exports);
  }

  private Attestor attestor(BuildRequest request, PreparedBuild build, BuildListener listener) {
    LazyAgent agent = build.solving().agent();
    ImagePull pull = new ImagePull(store, registry, listener, agent);
    return new Attestor(store, agent, pull, request.output().attest(), listener);
  }

  /** What was lost is out of the way when that is told, so the steps that made it run again. */
  private static Map<Vertex, VertexResult> solved(
      LoggedBuild build, BuildListener listener, LayersAhead ahead)
      throws BuildException, InterruptedException {
    for (int left = TRIES; ; left--) {
      try {
        return build.attempt(listener, ahead).solve();
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
      Descriptor pushed = new ImagePush(store, registry, agent, listener).push(name);
      new AttestationPush(store, registry, null).push(name, pushed);
      return pushed;
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
            .withExecutable(environment.executable())
            .withRuntime(environment.runtime())
            .withVariables(environment.variables());
    return new LazyAgent(options, store, listener);
  }

  /** What is done with a build once its Dockerfile is planned. */
  private interface Use<T> {
    T of(PreparedBuild build) throws BuildException, InterruptedException, IOException;
  }

  private <T> T prepared(BuildRequest request, BuildListener listener, Use<T> use)
      throws BuildException, InterruptedException {
    checkAnnotations(request);
    listeners.add(listener);
    RemoteAccess access = RemoteAccess.of(store, environment.variables(), request.run().access());
    ContextOpener opener =
        ContextOpener.of(store, RemoteContexts.of(store, access, request.stages().buildArgs()));
    try (LazyAgent agent = agent(listener);
        BuildFiles files =
            BuildFiles.read(request.contexts().main(), request.dockerfile(), opener);
        OpenContexts contexts = new OpenContexts(request.contexts(), files.context(), opener)) {
      Preparation preparation = new Preparation(store, registry, environment.clock(), listener);
      return use.of(
          preparation.prepare(request, files, new Preparation.Reach(contexts, agent, access)));
    } catch (IOException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, String.valueOf(e.getMessage()), e);
    } finally {
      listeners.remove(listener);
    }
  }

  private static void checkAnnotations(BuildRequest request) throws BuildException {
    for (Annotation annotation : request.output().allAnnotations()) {
      if (annotation.place().isOfIndex() && request.stages().platforms().size() == 1) {
        throw new BuildException(
            Kind.USER,
            null,
            "the annotation "
                + annotation.key()
                + " is for an image index, which only a build for several platforms makes");
      }
    }
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
