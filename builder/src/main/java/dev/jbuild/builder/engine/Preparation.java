package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.context.OpenContexts;
import dev.jbuild.builder.explain.ArgumentNames;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.builder.ops.Emulators;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.PlanOptions;
import dev.jbuild.builder.plan.Planner;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.builder.share.SharedCaches;
import dev.jbuild.builder.solve.Reuse;
import dev.jbuild.builder.solve.SolveOptions;
import dev.jbuild.builder.solve.Solving;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.value.PlatformName;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From a request to a build that could begin: parsed, checked, planned. */
final class Preparation {
  private final Store store;
  private final RegistryClient registry;
  private final Clock clock;
  private final BuildListener listener;

  Preparation(Store store, RegistryClient registry, Clock clock, BuildListener listener) {
    this.store = store;
    this.registry = registry;
    this.clock = clock;
    this.listener = listener;
  }

  /** What the steps of a build can get at. */
  record Reach(OpenContexts contexts, LazyAgent agent, RemoteAccess access) {}

  PreparedBuild prepare(BuildRequest request, BuildFiles files, Reach reach)
      throws BuildException, InterruptedException, IOException {
    Instant begun = clock.instant();
    Dockerfile dockerfile = Dockerfiles.parse(files, request.contexts());
    StageOptions stages = ContextEpoch.resolve(request.stages(), dockerfile, files.context());
    ImagePull images = new ImagePull(store, registry, listener, reach.agent());
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
    Instant epoch = plans.getFirst().epoch();
    SolveOptions options =
        new SolveOptions(Reuse.of(request.cache(), dockerfile), clock, epoch, request.run());
    PreparedBuild build =
        new PreparedBuild(
            solving(request, reach, images, options),
            plans,
            Subjects.of(request),
            ArgumentNames.of(dockerfile),
            dockerfile.source(),
            begun);
    Emulation.check(build.vertices(), Emulators.ofThisMachine());
    return build;
  }

  private Solving solving(
      BuildRequest request, Reach reach, ImagePull images, SolveOptions options) {
    return new Solving(
        store,
        reach.agent(),
        reach.access(),
        images,
        new SharedCaches(request.cache().from(), store, registry, reach.agent(), listener),
        reach.contexts(),
        options);
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
}
