package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Maven plugin in a real Maven, offline, with the modules as they were just built. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class MavenPluginTest {
  private static BaseRegistry registry;
  private final Bench bench = new Bench(User.SELF);

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @AfterEach
  void removeBench() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  @Test
  void build_ofTheSample_makesAnImageThatRuns() throws IOException {
    Outcome outcome = maven();
    outcome.expectSuccess();
    assertThat(outcome.out()).contains("[INFO]", "RUN", "packed by Maven");
    assertThat(bench.jbuild("run", "--rm", "maven-sample:1.0").expectSuccess().out())
        .isEqualTo("Hello from the image that Maven built.\n");
  }

  @Test
  void build_withPush_putsTheImageIntoTheRegistry() throws IOException {
    String name = registry.host() + "/maven/sample:1";
    maven("-Djbuild.tags=" + name, "-Djbuild.push=true").expectSuccess();
    assertThat(registry.facts(bench, name).files()).containsKey("/app/greeting.txt");
  }

  @Test
  void build_whenAStepFails_failsTheMavenBuildWithItsOutputAndLine() throws IOException {
    Outcome outcome = maven("-Dmessage=broken");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("BUILD FAILURE", "Dockerfile:", "the message is broken", "exit code: 3");
  }

  @Test
  void build_withSecretsAndHosts_givesThemToTheSteps() throws IOException {
    bench.copySample("maven-sample");
    Files.writeString(bench.context().resolve("token"), "open sesame");
    Path pom = bench.context().resolve("pom.xml");
    Files.writeString(
        pom,
        Files.readString(pom)
            .replace(
                "<labels>",
                "<secrets><token>${project.basedir}/token</token></secrets>"
                    + "<addHosts><host>forge:10.1.2.3</host></addHosts><labels>"));
    Files.writeString(
        bench.context().resolve("Dockerfile"),
        """
        ARG BASE
        FROM $BASE
        RUN --mount=type=secret,id=token,required \\
            [ "$(wc -c </run/secrets/token)" -eq 11 ] && grep forge /etc/hosts
        RUN [ ! -e /run/secrets ]
        """);

    Outcome outcome = inContext();

    outcome.expectSuccess();
    assertThat(outcome.out()).containsPattern("10\\.1\\.2\\.3\\s+forge").doesNotContain("sesame");
  }

  @Test
  void build_withAHostThatIsNone_namesTheParameter() throws IOException {
    assertThat(maven("-Djbuild.addHosts=nonsense").out())
        .contains("BUILD FAILURE", "jbuild.addHosts: ");
  }

  @Test
  void build_whenSkipped_makesNothing() throws IOException {
    maven("-Djbuild.skip=true").expectSuccess();
    assertThat(Files.exists(bench.store())).isFalse();
  }

  private Outcome maven(String... more) throws IOException {
    bench.copySample("maven-sample");
    return inContext(more);
  }

  /** Runs Maven on the project that is there. */
  private Outcome inContext(String... more) throws IOException {
    Path repository = bench.home().resolve("repository");
    putModules(repository);
    List<String> words = new ArrayList<>();
    words.add(Checkout.ROOT.resolve("mvnw").toString());
    words.addAll(List.of("--batch-mode", "--offline", "-f", bench.context().toString()));
    words.add("-Dmaven.repo.local=" + repository);
    // Read, never written: what the build of jbuild itself has fetched.
    words.add("-Dmaven.repo.local.tail=" + System.getProperty("localRepository"));
    words.add("-Dmaven.repo.local.tail.ignoreAvailability=true");
    words.add("-Djbuild.root=" + bench.store());
    words.add("-Djbuild.base=" + registry.baseName());
    words.addAll(List.of(more));
    words.add("package");
    String home = System.getProperty("java.home");
    return new Command(words, bench.context(), Map.of("JAVA_HOME", home)).run();
  }

  /** Lays the modules out as `mvn install` does. */
  private static void putModules(Path repository) throws IOException {
    try (Stream<Path> entries = Files.list(Checkout.ROOT)) {
      for (Path module : entries.filter(each -> Files.exists(each.resolve("pom.xml"))).toList()) {
        putModule(repository, module, "jbuild-" + module.getFileName());
      }
    }
    putModule(repository, Checkout.ROOT, "jbuild-parent");
  }

  private static void putModule(Path repository, Path module, String artifact) throws IOException {
    String file = artifact + "-" + Checkout.VERSION;
    Path to = repository.resolve("dev/jbuild").resolve(artifact).resolve(Checkout.VERSION);
    Files.createDirectories(to);
    Files.copy(module.resolve("pom.xml"), to.resolve(file + ".pom"));
    Path jar = module.resolve("target").resolve(file + ".jar");
    if (Files.exists(jar)) {
      Files.copy(jar, to.resolve(file + ".jar"));
    }
  }
}
