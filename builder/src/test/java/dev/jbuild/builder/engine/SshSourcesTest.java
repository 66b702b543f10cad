package dev.jbuild.builder.engine;

import static dev.jbuild.builder.remote.GitServer.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.SshSource;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.remote.GitServer;
import dev.jbuild.builder.remote.SshServer;
import dev.jbuild.oci.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds with repositories that are reached over SSH. */
class SshSourcesTest {
  @TempDir Path work;
  private SshServer server;
  private String address;
  private Builder builder;
  private Map<String, SshSource> key;

  @BeforeEach
  void start() throws Exception {
    server = SshServer.start(work.resolve("ssh"));
    Path repository;
    try (GitServer repositories = new GitServer(Files.createDirectory(work.resolve("served")))) {
      repository = repositories.create("repo");
    }
    Files.writeString(repository.resolve("Dockerfile"), "FROM scratch\nCOPY file /x\n");
    Files.writeString(repository.resolve("file"), "content");
    commit(repository, "first");
    address = server.address(repository);
    key = Map.of("default", new SshSource.Keys(List.of(server.key())));
    builder =
        new Builder(
            BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper"))
                .withVariables(Map.of("GIT_SSH_COMMAND", server.command())));
  }

  @AfterEach
  void stop() throws BuildException {
    builder.close();
    server.close();
  }

  private BuildResult build(BuildRequest request, Map<String, SshSource> agents) throws Exception {
    RunOptions run = RunOptions.DEFAULT.withAccess(RunAccess.NONE.withAgents(agents));
    return builder.build(request.withRun(run), BuildListener.SILENT);
  }

  private static BuildRequest of(String dockerfile) {
    return BuildRequest.of(new ContextSource.Empty())
        .withDockerfile(new DockerfileSource.Inline(dockerfile));
  }

  @Test
  void build_ofAContextOverSsh_hasItsFiles() throws Exception {
    BuildResult result = build(BuildRequest.of(new ContextSource.Git(address)), key);

    assertThat(new BuiltImage(builder.store(), result).at("x")).isEqualTo("0644 0:0 content");
  }

  @Test
  void build_withANamedContextOverSsh_copiesFromIt() throws Exception {
    BuildRequest request =
        of("FROM scratch\nCOPY --from=lib file /y\n")
            .withNamedContexts(Map.of(ImageReference.parse("lib"), new ContextSource.Git(address)));

    BuildResult result = build(request, key);

    assertThat(new BuiltImage(builder.store(), result).at("y")).isEqualTo("0644 0:0 content");
  }

  @Test
  void addOverSsh_withAKeyOfTheBuild_isCachedByTheCommit() throws Exception {
    BuildRequest request = of("FROM scratch\nADD " + address + " /z\n");

    BuildResult first = build(request, key);
    BuildResult second = build(request, key);

    assertThat(new BuiltImage(builder.store(), first).at("z/file")).isEqualTo("0644 0:0 content");
    assertThat(second.steps()).extracting(StepReport::cached).containsOnly(true);
  }

  @Test
  void addOverSsh_withoutOne_failsWithItsLine() {
    BuildRequest request = of("FROM scratch\nADD " + address + " /z\n");

    assertThatThrownBy(() -> build(request, Map.of()))
        .isInstanceOfSatisfying(
            BuildException.class, e -> assertThat(e.origin()).hasToString("Dockerfile:2"))
        .hasMessageContaining("--ssh default");
  }
}
