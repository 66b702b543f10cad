package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job, on the sample in testdata/tutorial, from a base image in a real registry. */
@ParameterizedClass
@MethodSource("dev.jbuild.acceptance.User#available")
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class TutorialTest {
  private static final String GREETING =
      "greet says:\nIt works: built from a Dockerfile, layer by layer.\n";
  private static final String[] STEPS = {
    "ADD tools.tar.gz /usr/local/",
    "WORKDIR /app",
    "RUN echo \"app:x:1001:\" >>/etc/group     && echo \"app:x:1001:1001::/app:/bin/sh\" >>/etc/passwd",
    "COPY package*.json ./",
    "RUN npm install",
    "COPY . .",
  };

  private static BaseRegistry registry;

  @Parameter User user;
  private Bench bench;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @BeforeEach
  void copySample() {
    bench = new Bench(user);
    bench.copySample("tutorial");
  }

  @AfterEach
  void removeBench() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  private String appName() {
    return registry.host() + "/" + bench.home().getFileName() + "/app:1.0";
  }

  private Outcome build() {
    String base = "BASE=" + registry.baseName();
    return bench
        .jbuild("build", "--progress", "plain", "-t", appName(), "--build-arg", base, ".")
        .expectSuccess();
  }

  @Test
  void image_pushedToARegistry_isTheExpectedOne() throws IOException {
    Outcome build = build();
    assertThat(ShownSteps.of(build).ran()).hasSameSizeAs(STEPS);
    assertThat(build.all()).contains("added 1 package");

    bench.jbuild("push", appName()).expectSuccess();
    bench.skopeo("inspect", "--tls-verify=false", "docker://" + appName()).expectSuccess();
    checkFacts(registry.facts(bench, appName()));
  }

  private static void checkFacts(ImageFacts actual) throws IOException {
    JsonNode expected =
        OciDirectory.JSON.readTree(Checkout.TESTDATA.resolve("tutorial/expected.json").toFile());
    NavigableMap<String, FileFact> files = new TreeMap<>();
    expected
        .get("files")
        .properties()
        .forEach(e -> files.put(e.getKey(), FileFact.parse(e.getValue())));
    ImageFacts base = registry.baseFacts();

    assertThat(actual.filesAbove(base)).isEqualTo(files);
    assertThat(actual.files().keySet()).containsAll(base.files().keySet());
    assertThat(actual.diffIds()).startsWith(base.diffIds().toArray(String[]::new));
    assertThat(actual.diffIds().size() - base.diffIds().size())
        .isEqualTo(expected.get("layersAboveBase").asInt());
    assertThat(actual.config().get("config")).isEqualTo(expected.get("config"));
    assertThat(actual.config().get("author")).isEqualTo(expected.get("author"));
    assertThat(actual.config().get("os").asText()).isEqualTo("linux");
  }

  @Test
  void image_runByJbuildAndByPodman_printsTheGreeting() {
    build();
    assertThat(bench.jbuild("run", "--rm", appName()).expectSuccess().out()).isEqualTo(GREETING);

    bench.jbuild("push", appName()).expectSuccess();
    assertThat(bench.podmanRun(appName()).expectSuccess().out()).isEqualTo(GREETING);
  }

  @Test
  void image_pulledIntoAnEmptyStore_runs() {
    build();
    bench.jbuild("push", appName()).expectSuccess();
    try (Bench other = new Bench(user)) {
      other.jbuild("pull", appName()).expectSuccess();
      assertThat(other.jbuild("run", "--rm", appName()).expectSuccess().out()).isEqualTo(GREETING);
      other.assertNothingIsLeft();
    }
  }

  @Test
  void image_savedRemovedAndLoaded_runs() throws IOException {
    build();
    String archive = bench.home().resolve("app.tar").toString();
    bench.jbuild("save", "-o", archive, appName()).expectSuccess();
    bench.jbuild("rmi", appName()).expectSuccess();
    assertThat(bench.jbuild("images").expectSuccess().out()).doesNotContain("app");

    bench.jbuild("load", "-i", archive).expectSuccess();
    assertThat(bench.jbuild("run", "--rm", appName()).expectSuccess().out()).isEqualTo(GREETING);

    OciDirectory copy = new OciDirectory(Files.createTempDirectory(bench.home(), "copy"));
    bench.skopeo("copy", "docker-archive:" + archive, "oci:" + copy.path()).expectSuccess();
    checkFacts(ImageFacts.of(copy));
  }

  @Test
  void secondBuild_ofTheSame_reusesEveryStepAndGivesTheSameImage() {
    build();
    String first = bench.jbuild("inspect", appName()).expectSuccess().out();

    ShownSteps second = ShownSteps.of(build());
    assertThat(second.ran()).isEmpty();
    assertThat(second.cached()).hasSameSizeAs(STEPS);
    assertThat(bench.jbuild("inspect", appName()).expectSuccess().out()).isEqualTo(first);
  }

  @Test
  void secondBuild_afterOneSourceFileChanged_runsFromItsCopyOn() {
    build();
    bench.write("src/lib/name.js", "module.exports = 'changed';\n");
    ShownSteps second = ShownSteps.of(build());
    assertThat(second.ran()).containsExactly("COPY . .");
    assertThat(second.cached()).hasSize(STEPS.length - 1);
  }

  @Test
  void secondBuild_afterAnIgnoredFileChanged_runsNothing() {
    build();
    bench.write("debug.log", "another run\n");
    bench.write("node_modules/more/index.js", "not sent\n");
    assertThat(ShownSteps.of(build()).ran()).isEmpty();
  }

  @Test
  void secondBuild_afterThePackageFileChanged_runsFromItsCopyOn() {
    build();
    bench.write("package.json", "{\n  \"dependencies\": {\n    \"hail\": \"1.0.0\"\n  }\n}\n");
    ShownSteps second = ShownSteps.of(build());
    assertThat(second.ran())
        .containsExactly("COPY package*.json ./", "RUN npm install", "COPY . .");
    assertThat(bench.jbuild("run", "--rm", appName(), "hail", "message.txt").expectSuccess().out())
        .startsWith("hail says:");
  }

  @Test
  void run_always_followsTheImageAndTheOptions() {
    build();
    assertThat(run("pwd")).isEqualTo("/app\n");
    assertThat(run("sh", "-c", "echo $PORT $PATH")).startsWith("3000 /app/node_modules/.bin:/usr");
    String name = appName();
    assertThat(bench.jbuild("run", "--rm", name, "sh", "-c", "exit 42").exitCode()).isEqualTo(42);
    assertThat(runWith("-e", "PORT=1", name, "sh", "-c", "echo $PORT")).isEqualTo("1\n");
    assertThat(runWith("-w", "/tmp", name, "pwd")).isEqualTo("/tmp\n");
    assertThat(runWith("--entrypoint", "echo", name, "a", "b")).isEqualTo("a b\n");
    String source = bench.context().resolve("src") + ":/mnt";
    assertThat(runWith("-v", source, name, "cat", "/mnt/keep.log")).contains("exception");
  }

  private String run(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = appName();
    System.arraycopy(words, 0, all, 1, words.length);
    return runWith(all);
  }

  private String runWith(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "run";
    all[1] = "--rm";
    System.arraycopy(words, 0, all, 2, words.length);
    return bench.jbuild(all).expectSuccess().out();
  }
}
