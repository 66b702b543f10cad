package dev.jbuild.builder.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One project and a few edits of it, built after each. All of it follows from the seed. */
final class Sequence {
  private final Path work;
  private final long seed;
  private final boolean runs;
  private final Randomly randomly;
  private final List<String> told = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private Map<String, Node> shell = Map.of();

  /**
   * A sequence in an empty directory.
   *
   * @param runs whether there are RUNs
   */
  Sequence(Path work, long seed, boolean runs) {
    this.work = work;
    this.seed = seed;
    this.runs = runs;
    this.randomly = new Randomly(new SplittableRandom(seed));
  }

  /** Builds, edits and builds; fails when a build is not as it has to be. */
  void run(int edits) throws IOException, InterruptedException, BuildException {
    Project project = new Projects(randomly).next(runs);
    Edits all = new Edits(randomly);
    ContextDirectory context = new ContextDirectory(work.resolve("context"));
    Edits.Edit edit = new Edits.Edit(Edits.Kind.NOTHING, project);
    Builder builder = null;
    try {
      for (int number = 0; number <= edits; number++) {
        told.add(number + " " + edit.kind());
        if (edit.kind() == Edits.Kind.OTHER_CHECKOUT) {
          context = new ContextDirectory(work.resolve("context" + number));
        }
        context.write(
            edit.project().context(), edit.kind() == Edits.Kind.CONTENT_OF_SAME_SIZE_AND_TIME);
        if (edit.kind() == Edits.Kind.TOUCH) {
          context.touch(number);
        }
        if (builder != null && edit.kind() == Edits.Kind.REOPEN_STORE) {
          builder.close();
          builder = null;
        }
        builder = builder == null ? open("store") : builder;
        check(builder, context, edit, number);
        edit = all.next(edit.project());
      }
    } finally {
      if (builder != null) {
        builder.close();
      }
    }
  }

  private Builder open(String store) throws BuildException {
    return new Builder(BuildEnvironment.of(work.resolve(store), work.resolve("native")));
  }

  private void check(Builder builder, ContextDirectory context, Edits.Edit edit, int number)
      throws IOException, InterruptedException, BuildException {
    Project project = edit.project();
    Model.Outcome model;
    try {
      model = Model.of(project);
    } catch (Impossible e) {
      throw new IllegalStateException("a project that cannot be built", e);
    }
    boolean noCache = edit.kind() == Edits.Kind.NO_CACHE;
    Built built = build(builder, project, context, noCache);
    Built clean;
    try (Builder fresh = open("clean" + number)) {
      clean = build(fresh, project, context, false);
    }
    assertThat(built.image().difference(clean.image()))
        .as("the image and that of an empty store, %s", situation(project))
        .isEmpty();
    Map<String, Node> files = new TreeMap<>(built.image().files());
    shell.forEach(files::remove);
    assertThat(BuiltImage.difference(files, model.files().nodes()))
        .as("the files and those of the model, %s", situation(project))
        .isEmpty();
    assertThat(ran(built.result(), model))
        .as("how often which steps ran, %s", situation(project))
        .isEqualTo(expected(model, noCache));
    model.steps().values().forEach(steps -> steps.forEach(step -> seen.add(step.key())));
  }

  private String situation(Project project) {
    return "seed "
        + seed
        + (runs ? " with RUNs" : "")
        + ", edits "
        + told
        + "\n"
        + project.dockerfile()
        + project.ignore()
        + project.buildArgs()
        + project.base();
  }

  private record Built(BuildResult result, BuiltImage image) {}

  private Built build(Builder builder, Project project, ContextDirectory context, boolean noCache)
      throws IOException, InterruptedException, BuildException {
    Stores.tag(builder.store(), project.base());
    BuildRequest request =
        BuildRequest.of(context.root())
            .withStages(StageOptions.defaults().withBuildArgs(project.buildArgs()))
            .withCache(CacheOptions.DEFAULT.withNoCache(noCache));
    BuildResult result;
    try {
      result = builder.build(request, BuildListener.SILENT);
    } catch (BuildException e) {
      throw new AssertionError("it failed: " + e.getMessage() + ", " + situation(project), e);
    }
    AgentOptions options =
        new AgentOptions(
            builder.store().root(), work.resolve("native"), Isolation.AUTO, line -> {});
    try (LazyAgent disk = new LazyAgent(options, builder.store(), BuildListener.SILENT)) {
      BuiltImage image = BuiltImage.of(builder.store(), disk, result);
      if (runs && shell.isEmpty()) {
        shell = new TreeMap<>(image.files());
        shell.keySet().removeIf(path -> !isOfShell(path));
      }
      return new Built(result, image);
    }
  }

  /** What only busybox has; the model knows the rest. */
  private static boolean isOfShell(String path) {
    return path.matches("(bin|home|lib|root|tmp|usr|var|etc/group)(/.*)?");
  }

  /** How many steps of each key ran. */
  private static Map<String, Integer> ran(BuildResult result, Model.Outcome model) {
    Map<String, List<StepReport>> stages = new HashMap<>();
    result.steps().stream()
        .filter(report -> !report.step().text().startsWith("FROM "))
        .sorted(Comparator.comparing(report -> report.step().position()))
        .forEach(
            report ->
                stages.computeIfAbsent(report.step().stage(), s -> new ArrayList<>()).add(report));
    Map<String, Integer> ran = new TreeMap<>();
    model
        .steps()
        .forEach(
            (stage, steps) -> {
              List<StepReport> reports = stages.getOrDefault(stage, List.of());
              assertThat(reports).as("steps of stage " + stage).hasSameSizeAs(steps);
              for (int i = 0; i < steps.size(); i++) {
                ran.merge(shown(steps.get(i)), reports.get(i).cached() ? 0 : 1, Integer::sum);
              }
            });
    return ran;
  }

  /** A step whose key was never seen runs once, whoever else in the build has the same. */
  private Map<String, Integer> expected(Model.Outcome model, boolean noCache) {
    Map<String, Integer> expected = new TreeMap<>();
    for (List<Model.Step> steps : model.steps().values()) {
      for (Model.Step step : steps) {
        if (noCache) {
          expected.merge(shown(step), 1, Integer::sum);
        } else {
          expected.put(shown(step), seen.contains(step.key()) ? 0 : 1);
        }
      }
    }
    return expected;
  }

  /** Steps with one key are one, wherever they stand. */
  private static String shown(Model.Step step) {
    return step.key();
  }
}
