package dev.jbuild.builder.engine;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.Exported;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.context.ContextOpener;
import dev.jbuild.builder.context.OpenContexts;
import dev.jbuild.builder.context.RemoteContexts;
import dev.jbuild.builder.explain.ArgumentNames;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.export.BuiltImages;
import dev.jbuild.builder.export.Exporter;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.ImagePush;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.builder.ops.Emulators;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.PlanOptions;
import dev.jbuild.builder.plan.Planner;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.builder.share.CacheExporter;
import dev.jbuild.builder.share.SharedCaches;
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
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.value.PlatformName;
import dev.jbuild.registry.RegistryClient;
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
    return prepared(
        request,
        listener,
        build -> {
          OutputOptions output = request.output();
          ImagePush push = new ImagePush(store, registry, build.solving().agent(), listener);
          Map<Vertex, VertexResult> results;
          try (LayersAhead ahead = LayersAhead.of(output, build.plans(), push, listener)) {
            results = solved(build, listener, ahead);
            ahead.finish();
          }
          BuildResult result = keep(request, build, results);
          build.log(results);
          share(request.cache(), build, results, listener);
          List<Exported> exports = exported(result, request, build, results, push, listener);
          new CacheLimit(store, environment.cacheLimit())
              .keep(results.values(), build.solving().agent(), listener);
          return result.withExports(exports);
        });
  }

  private List<Exported> exported(
      BuildResult result,
      BuildRequest request,
      PreparedBuild build,
      Map<Vertex, VertexResult> results,
      ImagePush push,
      BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    OutputOptions output = request.output();
    List<BuiltImages.ForPlatform> platforms = new ArrayList<>();
    for (int i = 0; i < build.plans().size(); i++) {
      ImageConfig config = result.images().get(i).config();
      Instant epoch = build.plans().get(i).epoch();
      platforms.add(new BuiltImages.ForPlatform(config.platform(), config.diffIds(), epoch));
    }
    BuiltImages built =
        new BuiltImages(
            platforms,
            output.tags(),
            more -> {
              List<Annotation> all = new ArrayList<>(output.annotations());
              all.addAll(more);
              return assembled(request, build, all, results).image();
            });
    Exporter exporter = new Exporter(store, registry, build.solving().agent(), push, listener);
    return exporter.export(output.exports(), built);
  }

  private void share(
      CacheOptions options,
      PreparedBuild build,
      Map<Vertex, VertexResult> results,
      BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    CacheExporter exporter = new CacheExporter(store, registry, build.solving().agent(), listener);
    for (CacheExport export : options.to().exports()) {
      exporter.export(export, build.records(results), build.layers(results));
    }
  }

  /** What was lost is out of the way when that is told, so the steps that made it run again. */
  private static Map<Vertex, VertexResult> solved(
      PreparedBuild build, BuildListener listener, LayersAhead ahead)
      throws BuildException, InterruptedException, IOException {
    for (int left = TRIES; ; left--) {
      try {
        return build.solve(listener, ahead);
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
            .withExecutable(environment.executable())
            .withRuntime(environment.runtime());
    return new LazyAgent(options, store, listener);
  }

  /** What the steps of a build can get at. */
  private record Reach(OpenContexts contexts, LazyAgent agent, RemoteAccess access) {}

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
      return use.of(prepare(request, files, new Reach(contexts, agent, access), listener));
    } catch (IOException e) {
      throw new BuildException(Kind.ENVIRONMENT, null, String.valueOf(e.getMessage()), e);
    } finally {
      listeners.remove(listener);
    }
  }

  private BuildResult keep(
      BuildRequest request, PreparedBuild build, Map<Vertex, VertexResult> results)
      throws IOException {
    List<Annotation> annotations = request.output().annotations();
    BuildResult result = assembled(request, build, annotations, results);
    if (request.output().exports().isEmpty()) {
      new LocalImages(store).keep(result.image(), request.output().tags());
    }
    return result;
  }

  private BuildResult assembled(
      BuildRequest request,
      PreparedBuild build,
      List<Annotation> annotations,
      Map<Vertex, VertexResult> results)
      throws IOException {
    boolean inline = InlineOption.of(request);
    List<StoredImage> images = new ArrayList<>();
    for (Plan plan : build.plans()) {
      Map<String, Object> more = inline ? build.inlineCache(plan, results) : Map.of();
      images.add(ImageAssembly.store(store, plan, results, annotations, more));
    }
    Descriptor image =
        images.size() == 1
            ? images.getFirst().descriptor()
            : ImageAssembly.storeIndex(store, images, annotations);
    return new BuildResult(image, images, reports(results), List.of());
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

  private PreparedBuild prepare(
      BuildRequest request, BuildFiles files, Reach reach, BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    Instant begun = environment.clock().instant();
    Dockerfile dockerfile = Dockerfiles.parse(files, request.contexts());
    StageOptions stages = ContextEpoch.resolve(request.stages(), dockerfile, files.context());
    ImagePull images = new ImagePull(store, registry, listener);
    PullPolicy policy = request.cache().pull() ? PullPolicy.ALWAYS : PullPolicy.MISSING;
    ResolvedBases bases =
        new ResolvedBases(new PulledBases(store, images, policy), request.contexts());
    Dockerfiles.check(dockerfile, checks(stages, files), bases, listener);
    List<Plan> plans =
        Planner.planAll(
            dockerfile,
            new Excerpts(dockerfile.name(), dockerfile.source()),
            new PlanOptions(stages, request.run(), request.contexts()),
            bases);
    SolveOptions options =
        new SolveOptions(
            Reuse.of(request.cache(), dockerfile),
            environment.clock(),
            plans.getFirst().epoch(),
            request.run());
    PreparedBuild build =
        new PreparedBuild(
            new Solving(
                store,
                reach.agent(),
                reach.access(),
                images,
                new SharedCaches(request.cache().from(), store, registry, reach.agent(), listener),
                reach.contexts(),
                options),
            plans,
            Subjects.of(request),
            ArgumentNames.of(dockerfile),
            begun);
    Emulation.check(build.vertices(), Emulators.ofThisMachine());
    return build;
  }

  private static List<CheckContext> checks(StageOptions options, BuildFiles files) {
    PlatformName host = BaseFacts.host();
    List<PlatformName> targets = new ArrayList<>();
    for (Platform platform : options.platforms()) {
      PlatformName target = BaseFacts.platform(platform);
      targets.add(target == null ? host : target);
    }
    return CheckContext.DEFAULT
        .withBuildArgs(options.buildArgs())
        .withTarget(options.target())
        .withPlatforms(new CheckContext.Platforms(host, host))
        .withIgnoreFile(files.ignore())
        .forTargets(targets);
  }

  private static List<StepReport> reports(Map<Vertex, VertexResult> results) {
    List<StepReport> reports = new ArrayList<>();
    results.forEach(
        (vertex, result) -> {
          if (vertex.step() != null) {
            reports.add(new StepReport(vertex.step(), result.cached(), result.duration()));
          }
        });
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
