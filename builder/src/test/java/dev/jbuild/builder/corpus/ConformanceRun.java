package dev.jbuild.builder.corpus;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.engine.Builder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs one of buildah's conformance cases and compares with what BuildKit made of it. */
final class ConformanceRun {
  private final Path corpus;
  private final Path directory;
  private final Data entry;
  private final Path work;

  ConformanceRun(Path corpus, Data entry, Path work) {
    this.corpus = corpus;
    this.directory = corpus.resolve("conformance");
    this.entry = entry;
    this.work = work;
  }

  /** The differences from the expectation, none if all is well. */
  List<String> run() throws IOException, InterruptedException, BuildException {
    BuildRequest request = request();
    try (Builder builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")))) {
      Busybox.tag(builder.store(), corpus, images());
      Data golden = entry.object("buildkit");
      try {
        BuildResult result = builder.build(request, BuildListener.SILENT);
        if (!golden.has("rootfs")) {
          return entry.has("divergence") ? List.of() : List.of("it did not fail");
        }
        Facts facts = new Facts(builder.store());
        facts.compare(result, golden);
        return facts.differences();
      } catch (BuildException e) {
        return failed(e, golden);
      }
    }
  }

  private List<String> failed(BuildException e, Data golden) {
    boolean may = golden.has("error") || entry.has("divergence");
    if (!may) {
      return List.of("it failed: " + e.getMessage());
    }
    long line = entry.number("shouldFailAt", 0);
    Origin origin = e.origin();
    boolean told =
        origin == null
            ? String.valueOf(e.getMessage())
                .matches("(?s).*(on line |Dockerfile:)" + line + "\\b.*")
            : origin.line() <= line && line <= origin.lastLine();
    return line == 0 || told
        ? List.of()
        : List.of("it failed at " + origin + ", not at line " + line + ": " + e.getMessage());
  }

  /** The images of registries, all read as busybox; other bases are stages. */
  private List<String> images() {
    List<String> names = new ArrayList<>(List.of("busybox", "alpine"));
    for (String base : entry.texts("bases")) {
      if (base.contains("/") && !base.contains("$")) {
        names.add(base);
      }
    }
    names.addAll(
        entry.textMap("buildArgs").values().stream().filter(ConformanceRun::isImage).toList());
    return names;
  }

  private static boolean isImage(String value) {
    return value.startsWith("mirror.gcr.io/");
  }

  private BuildRequest request() throws IOException, InterruptedException {
    Path context = Files.createDirectories(work.resolve("context"));
    Path testdata = directory.resolve("testdata");
    if (!entry.text("contextDir", "").isEmpty()) {
      CheckedOut.copy(testdata, testdata.resolve(entry.text("contextDir", "")), context);
    }
    ContextFiles.write(context, entry.objects("contextExtra"));
    Path dockerfile = directory.resolve(entry.text("dockerfile", ""));
    Path copy = place(context, dockerfile);
    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
    Files.writeString(copy, adapted(Files.readString(dockerfile)));
    Files.setAttribute(copy, "unix:mode", 0644);
    return BuildRequest.of(context)
        .withDockerfile(new DockerfileSource.File(copy, "Dockerfile"))
        .withStages(StageOptions.defaults().withBuildArgs(entry.textMap("buildArgs")));
  }

  /** Where upstream's harness puts the Dockerfile: inline ones are no part of the context. */
  private Path place(Path context, Path dockerfile) throws IOException {
    if (!entry.has("dockerfileInContext")) {
      return Files.createDirectories(work.resolve("outside")).resolve("Dockerfile");
    }
    String contextDirectory = entry.text("contextDir", "");
    Path origin = directory.resolve("testdata").resolve(contextDirectory);
    return context.resolve(
        contextDirectory.isEmpty() ? "Dockerfile" : origin.relativize(dockerfile).toString());
  }

  /** What the adaptations of the index change. */
  private static String adapted(String dockerfile) {
    return dockerfile
        .replaceAll("mirror\\.gcr\\.io/(busybox|alpine)", "busybox")
        .replace("/etc/os-release", "/etc/passwd")
        .replaceFirst("\\A# *syntax=.*\n", "");
  }
}
