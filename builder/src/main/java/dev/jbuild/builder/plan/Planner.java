package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans a Dockerfile: only what the target needs is looked at, so an unused stage is neither
 * planned nor its image resolved. For one plan, by one thread.
 */
public final class Planner {
  private final Excerpts excerpts;
  private final StageOptions options;
  private final RunOptions run;
  private final BaseImages images;
  private final Words words;
  private final GlobalScope scope;
  private final Stages stages;
  private final Map<Integer, StageState> planned = new HashMap<>();
  private final Map<Digest, Vertex> imageVertices = new HashMap<>();
  private final Map<Op, Vertex> remote = new HashMap<>();
  private final ContextPlanner contexts;
  private final Map<List<Object>, Vertex> snapshots = new HashMap<>();
  private int steps;

  private Planner(Dockerfile file, Excerpts excerpts, PlanOptions options, BaseImages images)
      throws BuildException {
    this.excerpts = excerpts;
    this.options = options.stages();
    this.run = options.run();
    this.contexts = new ContextPlanner(this, options.contexts());
    this.images = images;
    this.words = new Words(file.directives().escape(), excerpts);
    this.scope = GlobalScope.of(options.stages(), file, words);
    this.stages = Stages.of(file, scope, words);
  }

  /**
   * Plans what the target needs of a file that has been checked.
   *
   * @throws BuildException for what is wrong in the Dockerfile beyond its syntax
   */
  public static Plan plan(
      Dockerfile file, Excerpts excerpts, PlanOptions options, BaseImages images)
      throws BuildException, InterruptedException {
    return new Planner(file, excerpts, options, images).plan();
  }

  /**
   * Plans what the target needs on each platform that is asked for, in their order. What is the
   * same on several is one vertex of their plans.
   */
  public static List<Plan> planAll(
      Dockerfile file, Excerpts excerpts, PlanOptions options, BaseImages images)
      throws BuildException, InterruptedException {
    List<Plan> plans = new ArrayList<>();
    SharedVertices shared = new SharedVertices();
    for (Platform platform : options.stages().platforms()) {
      StageOptions stages = options.stages().withPlatform(platform);
      Plan plan =
          plan(file, excerpts, new PlanOptions(stages, options.run(), options.contexts()), images);
      plans.add(options.stages().platforms().size() == 1 ? plan : shared.add(plan));
    }
    return plans;
  }

  private Plan plan() throws BuildException, InterruptedException {
    Instant epoch = SourceDateEpoch.of(scope);
    StageState state = stage(stages.target(options.target()));
    ImageConfig image = state.image();
    image = image.withConfig(image.config().withLabels(options.labels()));
    Set<Vertex> vertices = new LinkedHashSet<>();
    collect(state.vertex(), vertices);
    return new Plan(state.vertex(), List.copyOf(vertices), image, state.history(), epoch);
  }

  private static void collect(Vertex vertex, Set<Vertex> vertices) {
    if (!vertices.contains(vertex)) {
      vertex.inputs().forEach(input -> collect(input, vertices));
      vertices.add(vertex);
    }
  }

  Excerpts excerpts() {
    return excerpts;
  }

  Words words() {
    return words;
  }

  GlobalScope scope() {
    return scope;
  }

  Platform platform() {
    return options.platform();
  }

  RunOptions run() {
    return run;
  }

  StepInfo stepInfo(Stage stage, int position, int count, String text, Location place) {
    steps++;
    return new StepInfo(steps, stages.title(stage), position, count, text, excerpts.origin(place));
  }

  private StageState stage(Stage stage) throws BuildException, InterruptedException {
    StageState known = planned.get(stage.index());
    if (known != null) {
      return known;
    }
    Location place = stage.from().location();
    Optional<Stage> base = stages.baseStage(stage);
    StageState state;
    boolean baseIsStep = false;
    if (base.isPresent()) {
      state = stage(base.get()).child();
    } else if (stages.base(stage).equals("scratch")) {
      state = scratch(platform(stage));
    } else {
      Optional<ImageReference> context = contexts.find(stages.base(stage));
      state =
          context.isPresent()
              ? contexts.state(context.get(), platform(stage), stage, place)
              : image(
                  resolve(stages.base(stage), platform(stage), place),
                  platform(stage),
                  stage,
                  place);
      baseIsStep = state.vertex().step() != null;
    }
    new StagePlanner(this, stage, state, baseIsStep).plan();
    planned.put(stage.index(), state);
    return state;
  }

  /** The state that a stage begins with which is based on an image. */
  StageState image(ResolvedImage image, Platform platform, Stage stage, Location place) {
    return StageState.of(imageVertex(image, stage, place), image.config(), platform);
  }

  StageState scratch(Platform platform) {
    ContainerConfig config =
        ContainerConfig.EMPTY.withEnv("PATH", StageState.DEFAULT_PATH).withWorkingDir("/");
    return StageState.of(scratchFiles(), ImageConfig.empty(platform).withConfig(config), platform);
  }

  private Platform platform(Stage stage) throws BuildException {
    Location place = stage.from().location();
    String asked = words.expandIfGiven(stage.from().platform(), scope.variables(), place);
    if (asked == null || asked.isEmpty()) {
      return options.platform();
    }
    Platform platform;
    try {
      platform = Platform.parse(asked);
    } catch (OciFormatException e) {
      throw excerpts.wrong(place, "failed to parse platform " + asked + ": " + e.getMessage(), e);
    }
    return platform;
  }

  private ResolvedImage resolve(String name, Platform platform, Location place)
      throws BuildException, InterruptedException {
    try {
      ImageReference reference = ImageReference.parse(name);
      return resolve(() -> images.resolve(reference, platform), place);
    } catch (OciFormatException e) {
      throw excerpts.wrong(
          place, "failed to parse stage name \"" + name + "\": " + e.getMessage(), e);
    }
  }

  /** Asks for an image. */
  @FunctionalInterface
  interface Resolution {
    ResolvedImage resolve() throws BuildException, InterruptedException;
  }

  /** The image of a named context. */
  ResolvedImage resolve(ContextSource.Image image, Platform platform, Location place)
      throws BuildException, InterruptedException {
    return resolve(() -> images.resolve(image.reference(), platform), place);
  }

  /** The image of a named context. */
  ResolvedImage resolve(
      ContextSource.OciLayout layout, ImageReference name, Platform platform, Location place)
      throws BuildException, InterruptedException {
    return resolve(() -> images.resolve(layout, name, platform), place);
  }

  private ResolvedImage resolve(Resolution resolution, Location place)
      throws BuildException, InterruptedException {
    try {
      return resolution.resolve();
    } catch (BuildException e) {
      throw e.origin() != null
          ? e
          : new BuildException(e.kind(), excerpts.origin(place), String.valueOf(e.getMessage()), e);
    }
  }

  Vertex imageVertex(ResolvedImage image, Stage stage, Location place) {
    return imageVertices.computeIfAbsent(
        image.descriptor().digest(),
        digest -> {
          int count = 1 + StagePlanner.steps(stage.instructions());
          String text = "FROM " + image.reference();
          return new Vertex(
              new Op.SourceImage(image),
              List.of(),
              stepInfo(stage, 1, count, text, place),
              image.config().platform());
        });
  }

  /** The empty file system. */
  Vertex scratchFiles() {
    return new Vertex(new Op.Scratch(), List.of(), null);
  }

  /** The files of a context at a path; the same vertex for all who mount them. */
  Vertex snapshot(Vertex context, String path, Location place) {
    return snapshots.computeIfAbsent(
        List.of(context, path),
        key ->
            Vertex.hidden(
                new Op.Snapshot(path), List.of(scratchFiles(), context), excerpts.origin(place)));
  }

  /** The build context; only a build that copies from it reads it. */
  Vertex context() {
    return contexts.main();
  }

  /** Something from the network, which is fetched once for all instructions that name it. */
  Vertex remote(Op op, Location place) {
    return remote.computeIfAbsent(
        op, source -> Vertex.hidden(source, List.of(), excerpts.origin(place)));
  }

  /** The file system that a {@code --from} in {@code current} names. */
  Vertex source(Stage current, String from, Location place)
      throws BuildException, InterruptedException {
    Optional<Stage> stage = stages.source(from);
    if (stage.isPresent()) {
      return stage(stage.get()).vertex();
    }
    Optional<ImageReference> context = contexts.find(from);
    if (context.isPresent()) {
      return contexts.files(context.get(), current, place);
    }
    if (from.equals("scratch")) {
      return scratch(options.platform()).vertex();
    }
    return imageVertex(resolve(from, options.platform(), place), current, place);
  }
}
