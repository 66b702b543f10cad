package dev.jbuild.builder.corpus;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Runs the steps of one case with one store and collects what is not as expected. */
final class CaseRun {
  private static final Set<String> KNOWN =
      Set.of(
          "dockerfile",
          "dockerfileInContext",
          "dockerfileName",
          "filename",
          "context",
          "namedContexts",
          "buildArgs",
          "labels",
          "target",
          "noCache",
          "secrets",
          "hostname",
          "ulimit",
          "shmSize",
          "addHosts",
          "tag",
          "expect");

  private final Path corpus;
  private final Path directory;
  private final Path work;
  private final List<String> differences = new ArrayList<>();
  private final List<BuildResult> results = new ArrayList<>();
  private final List<Map<String, Object>> files = new ArrayList<>();

  CaseRun(Path corpus, String id, Path work) {
    this.corpus = corpus;
    this.directory = corpus.resolve("build").resolve(id);
    this.work = work;
  }

  /** The differences from the expectation, none if all is well. */
  List<String> run() throws IOException, InterruptedException, BuildException {
    byte[] json = Files.readAllBytes(directory.resolve("case.json"));
    try (CaseServer server = new CaseServer(Facts.parse(json).object("http"))) {
      run(server, Facts.parse(server.fill(json)));
    }
    return differences;
  }

  private void run(CaseServer server, Data data)
      throws IOException, InterruptedException, BuildException {
    BuildEnvironment environment =
        BuildEnvironment.of(work.resolve("store"), work.resolve("native"));
    try (Builder builder = new Builder(environment)) {
      Busybox.tag(builder.store(), corpus, Set.of("busybox"));
      int number = 0;
      for (Data step : data.objects("steps")) {
        number++;
        step(builder, server, step, number);
      }
      for (Data relation : data.objects("relations")) {
        relation(relation);
      }
    }
  }

  private void step(Builder builder, CaseServer server, Data step, int number)
      throws IOException, InterruptedException {
    for (String option : step.values().keySet()) {
      if (!KNOWN.contains(option)) {
        differences.add("the step uses " + option + ", which cannot be asked for yet");
        return;
      }
    }
    BuildRequest request =
        request(server, step, Files.createDirectories(work.resolve("c" + number)));
    Data expect = step.object("expect");
    try {
      BuildResult result = builder.build(request, BuildListener.SILENT);
      results.add(result);
      if (expect.has("error")) {
        differences.add("step " + number + " did not fail");
        return;
      }
      compare(builder.store(), result, expect);
    } catch (BuildException e) {
      failed(e, expect, number);
    }
  }

  private void failed(BuildException e, Data expect, int number) {
    if (!expect.has("error")) {
      differences.add("step " + number + " failed: " + e.getMessage());
      return;
    }
    for (String part : expect.object("error").texts("contains")) {
      if (!String.valueOf(e.getMessage()).contains(part)) {
        differences.add("the message is: " + e.getMessage() + ", expected " + part);
      }
    }
    List<String> lines = expect.object("error").texts("lines");
    Origin origin = e.origin();
    if (!lines.isEmpty() && origin != null) {
      List<String> have = List.of(origin.line() + "", origin.lastLine() + "");
      if (!have.equals(lines)) {
        differences.add("lines " + have + ", expected " + lines);
      }
    } else if (!lines.isEmpty()
        && !String.valueOf(e.getMessage()).contains("on line " + lines.getFirst())) {
      differences.add("no line told: " + e.getMessage());
    }
  }

  private BuildRequest request(CaseServer server, Data step, Path context)
      throws IOException, InterruptedException {
    ContextFiles.write(context, step.objects("context"));
    byte[] dockerfile =
        server.fill(Files.readAllBytes(directory.resolve(step.text("dockerfile", ""))));
    String name = step.text("dockerfileName", "Dockerfile");
    Path file = context.resolve(name);
    if (!step.flag("dockerfileInContext", true)) {
      file = Files.createDirectories(work.resolve("outside")).resolve(name);
    }
    Files.write(file, dockerfile);
    Files.setAttribute(file, "unix:mode", 0600);
    BuildRequest request = BuildRequest.of(context);
    if (step.has("filename")) {
      Path named = context.resolve(step.text("filename", ""));
      request = request.withDockerfile(new DockerfileSource.File(named, step.text("filename", "")));
    } else if (step.text("dockerfile", "").startsWith("Dockerfile")
        && !step.flag("dockerfileInContext", true)) {
      request = request.withDockerfile(new DockerfileSource.File(file, name));
    }
    StageOptions stages =
        StageOptions.defaults()
            .withBuildArgs(step.textMap("buildArgs"))
            .withLabels(step.textMap("labels"))
            .withTarget(step.has("target") ? step.text("target", "") : null);
    List<ImageReference> tags =
        step.has("tag") ? List.of(ImageReference.parse(step.text("tag", ""))) : List.of();
    return request
        .withNamedContexts(NamedSources.of(step, work))
        .withStages(stages)
        .withTags(tags)
        .withRun(RunSettings.of(step))
        .withCache(cache(step));
  }

  /** The cases give {@code true} or a list of stages. */
  private static CacheOptions cache(Data step) {
    return step.value("noCache") instanceof List<?>
        ? CacheOptions.DEFAULT.withNoCacheStages(step.texts("noCache"))
        : CacheOptions.DEFAULT.withNoCache(step.flag("noCache", false));
  }

  private void compare(Store store, BuildResult result, Data expect) throws IOException {
    Facts facts = new Facts(store);
    Tree tree = facts.compare(result, expect);
    differences.addAll(facts.differences());
    Map<String, Object> contents = new HashMap<>();
    for (String path : expect.object("rootfs").values().keySet()) {
      if (store.trees().find(tree, path).orElse(null) instanceof TreeEntry.RegularFile file) {
        contents.put(path, file.content());
      }
    }
    files.add(contents);
  }

  private void relation(Data relation) {
    int step = (int) relation.number("step", 1) - 1;
    int as = (int) relation.number("as", 1) - 1;
    if (Math.max(step, as) >= results.size()) {
      differences.add("a step has no result: " + relation);
      return;
    }
    String path = relation.text("path", "");
    Object one = files.get(step).getOrDefault(path, "none");
    Object other = files.get(as).getOrDefault(path, "nothing");
    boolean holds =
        switch (relation.text("kind", "")) {
          case "sameFile" -> one.equals(other);
          case "differentFile" -> !one.equals(other);
          case "sameImage" ->
              results.get(step).image().digest().equals(results.get(as).image().digest());
          case "cached" -> runsCached(results.get(step));
          case "notCached" -> !runsCached(results.get(step));
          default -> false;
        };
    if (!holds) {
      differences.add("does not hold: " + relation);
    }
  }

  private static boolean runsCached(BuildResult result) {
    return result.steps().stream()
        .filter(report -> report.step().text().toUpperCase(Locale.ROOT).startsWith("RUN"))
        .allMatch(StepReport::cached);
  }
}
