package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Entitlement;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.engine.Builder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The network that a RUN sees, and the files that tell about it. */
class RunNetworkTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();
  private static final String INTERFACES = "cut -d: -f1 -s /proc/net/dev | tr -d ' ' | sort";

  @TempDir Path work;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
    Busybox.tag(builder.store(), CORPUS);
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private static RunOptions network(String mode) {
    return RunOptions.DEFAULT.withNetwork(NetworkMode.parse(mode).orElseThrow());
  }

  /** What the steps wrote. */
  private String build(String dockerfile, RunOptions run) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    BuildListener listener =
        new BuildListener() {
          @Override
          public void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
            output.writeBytes(bytes);
          }
        };
    builder.build(
        BuildRequest.of(Files.createDirectories(work.resolve("context")))
            .withDockerfile(new DockerfileSource.Inline("FROM busybox\n" + dockerfile))
            .withRun(run),
        listener);
    return output.toString(StandardCharsets.UTF_8);
  }

  private static String ofThisMachine() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/net/dev")).stream()
        .filter(line -> line.contains(":"))
        .map(line -> line.substring(0, line.indexOf(':')).strip() + "\n")
        .sorted()
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({
    "default, '', host",
    "default, --network=default, host",
    "default, --network=host, host",
    "default, --network=none, none",
    "host, '', host",
    "host, --network=none, none",
    "none, '', none",
    "none, --network=default, none",
    "none, --network=none, none",
    "private, --network=none, none",
  })
  void run_inEachMode_seesTheInterfacesOfIt(String mode, String flag, String seen)
      throws Exception {
    String expected = seen.equals("host") ? ofThisMachine() : "lo\n";

    assertThat(build("RUN " + flag + " " + INTERFACES + "\n", network(mode))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"''", "--network=default"})
  void run_ofAPrivateNetwork_hasAnInterfaceOfItsOwn(String flag) throws Exception {
    assertThat(
            build(
                "RUN " + flag + " " + INTERFACES + "; cat /etc/resolv.conf\n", network("private")))
        .startsWith("lo\ntap0\nnameserver 10.0.2.3\n");
  }

  @ParameterizedTest
  @CsvSource({"none", "private"})
  void run_thatWantsTheHostsNetworkInABuildOfAnother_needsLeave(String mode) throws Exception {
    String dockerfile = "ENV A=b\nRUN --network=host " + INTERFACES + "\n";

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build(dockerfile, network(mode)))
        .withMessage(
            "network.host is not allowed:"
                + " a build whose Dockerfile you trust gets --allow network.host")
        .satisfies(
            failure ->
                assertThat(failure.origin())
                    .isEqualTo(new Origin("Dockerfile", 3, 3, "RUN --network=host " + INTERFACES)));

    RunAccess allowed = RunAccess.NONE.withAllowed(Set.of(Entitlement.NETWORK_HOST));
    assertThat(build(dockerfile, network(mode).withAccess(allowed))).isEqualTo(ofThisMachine());
  }

  @Test
  void run_thatRemovesItsHostsFile_fails() throws Exception {
    String output =
        build(
            """
            RUN echo own > /etc/hosts.image && mv /etc/hosts.image /etc/hosts || echo busy
            RUN rm /etc/hosts || echo kept; grep -c localhost /etc/hosts
            RUN echo x >> /etc/resolv.conf || echo read-only
            """,
            RunOptions.DEFAULT);

    assertThat(output)
        .contains("busy", "Device or resource busy", "kept\n2\n")
        .contains("Read-only file system", "read-only");
  }

  @Test
  void run_withFilesOfTheNetwork_leavesTheImagesOwnAlone() throws Exception {
    Files.writeString(
        Files.createDirectories(work.resolve("context")).resolve("hosts"), "of the image\n");

    assertThat(
            build(
                """
                COPY hosts /etc/hosts
                RUN rm /etc/hosts; cat /etc/hosts > /seen
                FROM busybox
                COPY --from=0 /etc/hosts /seen /x/
                RUN cat /x/hosts; head -n1 /x/seen
                """,
                RunOptions.DEFAULT))
        .endsWith("of the image\n127.0.0.1\tlocalhost buildkitsandbox\n");
  }
}
