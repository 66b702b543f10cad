package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.oci.layer.ByteString;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Mounts that a RUN asks for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MountTest {
  private Sandbox sandbox;
  private Path directory;
  private List<Path> lowers;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    sandbox = new Sandbox(temporary, Isolation.AUTO);
    Path one = Files.createDirectories(sandbox.state.resolve("one/tree"));
    Path two = Files.createDirectories(sandbox.state.resolve("two/tree/sub"));
    Files.writeString(one.resolve("a"), "one");
    Files.writeString(one.resolve("b"), "one");
    Files.writeString(two.resolveSibling("b"), "two");
    Files.writeString(two.resolve("c"), "two");
    lowers = List.of(one.getParent(), sandbox.state.resolve("two"));
  }

  @AfterAll
  void stop() throws IOException {
    sandbox.close();
    assertThat(sandbox.state.resolve("run")).isEmptyDirectory();
  }

  private MountSpec layers(String path, boolean isDirectory, String target, boolean readOnly) {
    return new MountSpec.Layers(lowers, path, isDirectory, target, readOnly);
  }

  private Sandbox.Output run(String script, @Nullable Path upper, MountSpec... mounts)
      throws Exception {
    return sandbox.run(
        ContainerSpec.of(List.of(sandbox.base), upper, ProcessSpec.of("/bin/sh", "-c", script))
            .withMounts(List.of(mounts)));
  }

  @Test
  void layers_ofDirectory_showTheMergedFiles() throws Exception {
    Path upper = sandbox.state.resolve("upper-directory");

    Sandbox.Output output =
        run(
            "cat /m/n/a /m/n/b /m/n/sub/c; touch /m/n/x",
            upper,
            layers("tree", true, "/m/n", true));

    assertThat(output.out()).isEqualTo("onetwotwo");
    assertThat(output.err()).contains("Read-only file system");
    assertThat(upper).isEmptyDirectory();
  }

  @Test
  void layers_ofFile_showOnlyThat() throws Exception {
    Path upper = sandbox.state.resolve("upper-file");

    Sandbox.Output output = run("ls /m; cat /m/f", upper, layers("tree/b", false, "/m/f", true));

    assertThat(output.text()).isEqualTo("f\ntwo");
    assertThat(upper).isEmptyDirectory();
  }

  @Test
  void layers_whenWritable_throwTheChangesAway() throws Exception {
    Path upper = sandbox.state.resolve("upper-writable");

    Sandbox.Output output =
        run(
            "echo new > /m/a; rm /m/b; touch /m/x; ls /m; cat /m/a",
            upper,
            layers("tree", true, "/m", false));

    assertThat(output.text()).isEqualTo("a\nsub\nx\nnew\n");
    assertThat(upper).isEmptyDirectory();
    assertThat(lowers.getFirst().resolve("tree/a")).hasContent("one");
    assertThat(lowers.getLast().resolve("tree/b")).hasContent("two");
    assertThat(run("ls /m", upper, layers("tree", true, "/m", false)).text())
        .isEqualTo("a\nb\nsub\n");
  }

  @Test
  void layers_overFilesAndThroughALink_leaveNoTrace() throws Exception {
    Path upper = Files.createDirectories(sandbox.state.resolve("upper-link"));
    Files.createDirectory(upper.resolve("real"));
    Files.writeString(upper.resolve("real/own"), "own");
    Files.createSymbolicLink(upper.resolve("link"), Path.of("/real"));

    Sandbox.Output output =
        run(
            "ls /real /etc; ls -l /link",
            upper,
            layers("tree", true, "/link", true),
            layers("tree/sub", true, "/etc", true));

    assertThat(output.text()).startsWith("/etc:\nc\n\n/real:\na\nb\nsub\n").contains("-> /real");
    assertThat(upper).isDirectoryNotContaining(path -> path.endsWith("etc"));
    assertThat(upper.resolve("real")).isDirectoryContaining("glob:**own");
  }

  @Test
  void layers_insideAnotherMount_areSeenThere() throws Exception {
    Path cache = Files.createDirectory(directory.resolve("cache"));

    Sandbox.Output output =
        run(
            "ls /m /m/deep/in; echo kept > /m/f",
            null,
            MountSpec.bind(cache, "/m", false),
            layers("tree/sub", true, "/m/deep/in", true));

    assertThat(output.text()).isEqualTo("/m:\ndeep\n\n/m/deep/in:\nc\n");
    assertThat(cache.resolve("f")).hasContent("kept\n");
  }

  @Test
  void layers_withoutThatPath_sayWhatIsMissing() {
    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> run("true", null, layers("nothing", true, "/m", true)))
        .withMessageContaining("nothing");
  }

  @Test
  void file_ofAnotherOwner_isOnlyTheirs() throws Exception {
    FileSpec secret =
        new FileSpec(
            "/run/secrets/key",
            ByteString.of("pw".getBytes(StandardCharsets.UTF_8)),
            0741,
            100,
            102);

    Sandbox.Output output =
        sandbox.sh(
            "stat -c '%u %g %f' /run/secrets/key; cat /run/secrets/key",
            spec -> spec.withFiles(List.of(secret)));

    assertThat(output.text()).isEqualTo("100 102 81e1\npw");
  }

  @Test
  void socket_ofTheHost_hasTheOwnerAskedFor() throws Exception {
    Path socket = directory.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      Sandbox.Output output =
          run(
              "stat -c '%u %g %f' /run/agent/s",
              null, new MountSpec.Socket(socket, "/run/agent/s", 0600, 33, 50));

      assertThat(output.text()).isEqualTo("33 50 c180\n");
    }
  }
}
