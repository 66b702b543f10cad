package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.SshSource;
import dev.jbuild.builder.engine.Builder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's ssh-add in a RUN, with an agent of ours at its socket. */
class SshMountTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();
  private static final Path SSH_ADD = Path.of("/usr/bin/ssh-add");

  @TempDir Path work;
  private Path context;
  private Path key;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    context = Files.createDirectories(work.resolve("context"));
    key = work.resolve("key");
    new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
        .inheritIO()
        .start()
        .waitFor();
    Files.copy(Path.of(key + ".pub"), context.resolve("key.pub"));
    copyWithLibraries(SSH_ADD);
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
    Busybox.tag(builder.store(), CORPUS);
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private void copyWithLibraries(Path program) throws Exception {
    Process list = new ProcessBuilder("ldd", program.toString()).start();
    String output = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String word : output.split("\\s+", -1)) {
      if (word.startsWith("/")) {
        copy(Path.of(word));
      }
    }
    copy(program);
  }

  private void copy(Path file) throws Exception {
    Path copy = context.resolve("root").resolve(file.toString().substring(1));
    Files.createDirectories(copy.getParent());
    Files.copy(file.toRealPath(), copy);
  }

  private void build(String dockerfile, Map<String, SshSource> agents) throws Exception {
    builder.build(
        BuildRequest.of(context)
            .withDockerfile(new DockerfileSource.Inline("FROM busybox\nCOPY root /\n" + dockerfile))
            .withRun(RunOptions.DEFAULT.withAccess(RunAccess.NONE.withAgents(agents))),
        BuildListener.SILENT);
  }

  @Test
  void ssh_withAKey_signs() throws Exception {
    build(
        """
        RUN --mount=type=ssh --mount=source=key.pub,target=/key.pub \\
            [ $SSH_AUTH_SOCK = /run/buildkit/ssh_agent.0 ] && \\
            [ "$(stat -c %a%u%g $SSH_AUTH_SOCK)" = 60000 ] && \\
            ssh-add -l | grep -q ED25519 && ssh-add -T /key.pub
        RUN [ ! -e /run ]
        """,
        Map.of("default", new SshSource.Keys(List.of(key))));
    assertThat(work.resolve("store/tmp")).isDirectoryNotContaining("glob:**/ssh*");
  }

  @Test
  void ssh_ofAnotherUser_isTheirs() throws Exception {
    build(
        """
        USER 33:44
        RUN --mount=type=ssh,id=x,target=/agent,uid=33,gid=44,mode=0640 \\
            [ "$(stat -c %a:%u:%g $SSH_AUTH_SOCK)" = 640:33:44 ] && ssh-add -l
        """,
        Map.of("x", new SshSource.Keys(List.of(key))));
  }

  @Test
  void ssh_withoutAnAgent_isNotThereUnlessRequired() throws Exception {
    build("RUN --mount=type=ssh [ ! -e /run/buildkit ]\n", Map.of());
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("RUN --mount=type=ssh,required true\n", Map.of()))
        .withMessage(
            "no SSH key \"default\" forwarded from the client: give the build --ssh default");
  }
}
