package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Maven plugin in a real Maven, with the modules as they were just built. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class MavenPluginTest {
  private static final String PASSWORD = "s3cr3t-pw";

  /** The bcrypt hash of the password, as htpasswd would write it. */
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuyoa0eFReNTnR3LJnKYAQKMh2KrG47De";

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
  void build_withAnAgent_letsTheStepsAskIt() throws IOException {
    bench.copySample("maven-sample");
    Path key = bench.home().resolve("key");
    Command.of(bench.home(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
        .run()
        .expectSuccess();
    Files.writeString(
        bench.context().resolve("Dockerfile"),
        """
        ARG BASE
        FROM $BASE
        RUN --mount=type=ssh,required [ -S $SSH_AUTH_SOCK ] && echo there is an agent
        """);

    assertThat(inContext("-Djbuild.ssh=default=" + key).expectSuccess().out())
        .contains("there is an agent");
    assertThat(inContext("-Djbuild.ssh=default=/no/key").out())
        .contains("BUILD FAILURE", "jbuild.ssh: --ssh default: failed to stat /no/key");
  }

  @Test
  void build_withAttestationsAndAKey_putsThemAndASignatureBesideTheImage() throws IOException {
    String name = registry.host() + "/maven/signed:1";
    Path key = bench.home().resolve("key.pem");
    Command.of(
            bench.home(),
            "sh",
            "-c",
            "openssl ecparam -genkey -name prime256v1 -noout -out key.ec &&"
                + " openssl pkcs8 -topk8 -nocrypt -in key.ec -out key.pem &&"
                + " openssl ec -in key.ec -pubout -out key.pub")
        .run()
        .expectSuccess();

    Outcome outcome =
        maven(
            "-Djbuild.tags=" + name,
            "-Djbuild.push=true",
            "-Djbuild.signKey=" + key,
            "-Djbuild.sbom=true",
            "-Djbuild.provenance=mode=max",
            "-Djbuild.annotations=org.example.by=maven");

    assertThat(outcome.expectSuccess().out()).contains("signed " + name);
    String manifest =
        bench
            .skopeo("inspect", "--raw", "--tls-verify=false", "docker://" + name)
            .expectSuccess()
            .out();
    assertThat(manifest).contains("\"org.example.by\":\"maven\"");
    bench
        .jbuild("verify", "--key", bench.home().resolve("key.pub").toString(), name)
        .expectSuccess();
    assertThat(bench.jbuild("sbom", name).expectSuccess().out()).contains("SPDX-2.3");
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

  @Test
  void check_ofAFileWithMistakes_failsBeforeAllElseWithItsLines() throws IOException {
    bench.copySample("maven-sample");
    Files.writeString(bench.context().resolve("Dockerfile"), "FROM scratch\nRUNN true\n");

    Outcome outcome = place().run(MavenVersion.V3_9, "jbuild:check");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("[ERROR] Dockerfile:2:1: error: unknown instruction: RUNN (did you mean RUN?)");
  }

  @Test
  void check_ofWarnings_failsOnlyWhenAskedTo() throws IOException {
    bench.copySample("maven-sample");
    Files.writeString(bench.context().resolve("Dockerfile"), "FROM scratch\nMAINTAINER me\n");

    assertThat(place().run(MavenVersion.V3_9, "jbuild:check").expectSuccess().out())
        .contains("[WARNING] Dockerfile:2: MaintainerDeprecated: ");
    place()
        .run(MavenVersion.V3_9, "jbuild:check", "-Djbuild.check.failOnWarning=true")
        .expectExit(1);
  }

  @Test
  void build_offline_takesOnlyWhatIsInTheStore() throws IOException {
    Outcome cold = maven("--offline");
    assertThat(cold.exitCode()).isEqualTo(1);
    assertThat(cold.out())
        .contains("Dockerfile:2: ", registry.baseName(), "Maven is offline (-o)", "jbuild pull");

    inContext().expectSuccess();
    inContext("--offline", "-Djbuild.pull=true").expectSuccess();
  }

  @Test
  void build_withAProxyInTheSettings_asksByWayOfIt() throws IOException {
    bench.copySample("maven-sample");
    MavenPlace place = place();
    place.withSettings(
        "<proxies><proxy><id>p</id><active>true</active><protocol>https</protocol>"
            + "<host>127.0.0.1</host><port>1</port><nonProxyHosts>*.example.com|10.*</nonProxyHosts>"
            + "</proxy></proxies>");
    Outcome outcome =
        place.run(MavenVersion.V3_9, "-Djbuild.base=registry.invalid/base", "package");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("no connection to the proxy 127.0.0.1:1 (HTTPS_PROXY)");
  }

  @Test
  void push_withAnEncryptedPasswordInTheSettings_isLetIn() throws IOException {
    Path users = Files.writeString(bench.home().resolve("htpasswd"), "me:" + HASH + "\n");
    String auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + users + "\n";
    Path storage = Files.createDirectory(bench.home().resolve("registry"));
    try (DockerRegistry closed = DockerRegistry.start(storage, auth)) {
      String name = closed.host() + "/team/sample:1";
      maven("-Djbuild.tags=" + name).expectSuccess();

      assertThat(push(place(), name).out()).contains("BUILD FAILURE", closed.host());

      Path security = bench.home().resolve("settings-security.xml");
      String master = encrypt("--encrypt-master-password", "a master");
      Files.writeString(
          security, "<settingsSecurity><master>" + master + "</master></settingsSecurity>");
      String password = encrypt("-Dsettings.security=" + security, "--encrypt-password", PASSWORD);
      MavenPlace place =
          place()
              .withSettings(
                  "<servers><server><id>%s</id><username>me</username><password>%s</password></server></servers>"
                      .formatted(closed.host(), password));
      Outcome pushed = push(place, name, "-Dsettings.security=" + security).expectSuccess();

      assertThat(pushed.out()).contains("pushed " + name).doesNotContain(PASSWORD);
      bench
          .skopeo("inspect", "--tls-verify=false", "--creds", "me:" + PASSWORD, "docker://" + name)
          .expectSuccess();
    }
  }

  private Outcome push(MavenPlace place, String name, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(List.of("-Djbuild.tags=" + name, "jbuild:push"));
    return place.run(MavenVersion.V3_9, words.toArray(String[]::new));
  }

  private String encrypt(String... words) throws IOException {
    return place().run(MavenVersion.V3_9, words).expectSuccess().out().strip();
  }

  @Test
  void run_ofAnImage_logsItsOutputAndFailsWithItsExitCode() throws IOException {
    maven().expectSuccess();
    assertThat(place().run(MavenVersion.V3_9, "jbuild:run").expectSuccess().out())
        .contains("[INFO] Hello from the image that Maven built.");

    Outcome failed = place().run(MavenVersion.V3_9, "jbuild:run", "-Djbuild.run.command=false");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).contains("maven-sample:1.0 ended with exit code 1");

    Outcome late =
        place()
            .run(
                MavenVersion.V3_9,
                "jbuild:run",
                "-Djbuild.run.command=sleep,1000",
                "-Djbuild.run.timeout=1");
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.out()).contains("the container was killed after 1 s");
  }

  @Test
  void prune_ofAll_removesTheCacheAndNoImage() throws IOException {
    maven().expectSuccess();
    Outcome outcome =
        place().run(MavenVersion.V3_9, "jbuild:prune", "-Djbuild.prune.all=true").expectSuccess();
    assertThat(outcome.out()).containsPattern("removed [1-9][0-9]* cache entries");
    bench.jbuild("run", "--rm", "maven-sample:1.0").expectSuccess();
  }

  private Outcome maven(String... more) throws IOException {
    bench.copySample("maven-sample");
    return inContext(more);
  }

  /** Runs Maven on the project that is there. */
  private Outcome inContext(String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.add("-Djbuild.base=" + registry.baseName());
    words.addAll(List.of(more));
    words.add("package");
    return place().run(MavenVersion.V3_9, words.toArray(String[]::new));
  }

  private MavenPlace place() throws IOException {
    return new MavenPlace(bench);
  }
}
