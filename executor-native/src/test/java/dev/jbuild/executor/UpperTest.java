package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command leaves in the upper directory, and what mounts keep out of it. */
class UpperTest {
  private static final FileSpec HOSTS = FileSpec.of("/etc/hosts", "127.0.0.1\tlocalhost\n");

  @TempDir Path directory;
  private Sandbox sandbox;
  private Path upper;

  @BeforeEach
  void start() throws IOException {
    sandbox = new Sandbox(directory, Isolation.AUTO);
    upper = sandbox.state.resolve("upper");
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.agent.remove(upper);
    sandbox.close();
  }

  @Test
  void upper_whenNothingIsWritten_isEmpty() throws Exception {
    assertThat(change("true", spec -> spec.withFiles(List.of(HOSTS))).paths()).isEmpty();
    assertThat(Files.getLastModifiedTime(upper)).isEqualTo(Files.getLastModifiedTime(sandbox.base));
  }

  @Test
  void upper_whenBoundFilesAreUsed_holdsNoneOfThem() throws Exception {
    Layer layer =
        change(
            "cat /etc/hosts; rm /etc/hosts; echo x >> /etc/hosts; touch /etc/mine; ls /etc",
            spec -> spec.withFiles(List.of(HOSTS, FileSpec.of("/run/secrets/key", "s3cret"))));

    assertThat(layer.paths()).containsExactly("etc", "etc/mine");
  }

  @Test
  void files_withAMode_areBoundWithIt() throws Exception {
    FileSpec secret = new FileSpec("/run/secrets/key", HOSTS.content(), 0400, 0, 0);

    assertThat(
            sandbox
                .sh(
                    "stat -c '%a %u' /run/secrets/key; cat /run/secrets/key; ls /run",
                    spec -> spec.withFiles(List.of(secret)))
                .text())
        .isEqualTo("400 0\n127.0.0.1\tlocalhost\nsecrets\n");
  }

  @Test
  void files_whoseTargetIsALink_areBoundInsideTheImage() throws Exception {
    Path base = Sandbox.makeBase(sandbox.state.resolve("linked"));
    Path host = directory.resolve("host-file");
    Files.createSymbolicLink(base.resolve("etc/hosts"), host);
    Files.createSymbolicLink(
        base.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
    FileSpec resolv = FileSpec.of("/etc/resolv.conf", "nameserver 192.0.2.1\n");

    Sandbox.Output output =
        sandbox.run(
            ContainerSpec.of(
                    List.of(base), upper, ProcessSpec.of("cat", "/etc/hosts", "/etc/resolv.conf"))
                .withFiles(List.of(HOSTS, resolv)));

    assertThat(output.text()).isEqualTo("127.0.0.1\tlocalhost\nnameserver 192.0.2.1\n");
    assertThat(host).doesNotExist();
    assertThat(diff().paths()).isEmpty();
  }

  @Test
  void upper_ofAnImageWithoutAnything_holdsOnlyWhatIsWritten() throws Exception {
    Path base = Files.createDirectories(sandbox.state.resolve("tiny"));
    Files.createDirectory(base.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), base.resolve("bin/sh"));
    Files.setPosixFilePermissions(
        base.resolve("bin/sh"), Files.getPosixFilePermissions(Path.of("/bin/busybox")));

    Sandbox.Output output =
        sandbox.run(
            ContainerSpec.of(
                    List.of(base), upper, ProcessSpec.of("/bin/sh", "-c", "echo $HOME > /f"))
                .withFiles(List.of(HOSTS)));

    assertThat(output.text()).isEmpty();
    assertThat(diff().paths()).containsExactly("f");
  }

  @Test
  void diff_ofChanges_isWhatHappened() throws Exception {
    Layer layer =
        change(
            """
            cd /tmp; echo hi > new; chown 33:44 new; chmod 4755 new; ln new other; ln -s new sym
            rm /etc/group; rm -r /bin/id; mkdir -m 1777 sticky; mv /etc/passwd /etc/moved
            """,
            UnaryOperator.identity());

    assertThat(layer.paths())
        .containsExactly(
            "bin",
            "bin/id",
            "etc",
            "etc/group",
            "etc/moved",
            "etc/passwd",
            "tmp",
            "tmp/new",
            "tmp/other",
            "tmp/sticky",
            "tmp/sym");
    assertThat(layer.entry("bin/id")).isEqualTo(new LayerEntry.Whiteout("bin/id"));
    assertThat(layer.entry("etc/passwd")).isEqualTo(new LayerEntry.Whiteout("etc/passwd"));
    assertThat(layer.entry("tmp/other")).isEqualTo(new LayerEntry.HardLink("tmp/other", "tmp/new"));
    assertThat(attributes(layer, "tmp/new"))
        .extracting(Attributes::mode, Attributes::uid, Attributes::gid)
        .containsExactly(04755, 33L, 44L);
    assertThat(((LayerEntry.Directory) layer.entry("tmp/sticky")).attributes().mode())
        .isEqualTo(01777);
  }

  @Test
  void diff_ofAReplacedDirectory_isOpaque() throws Exception {
    Layer layer = change("rm -r /etc; mkdir /etc; echo x > /etc/only", UnaryOperator.identity());

    assertThat(layer.paths()).containsExactly("etc", "etc*", "etc/only");
  }

  @Test
  void upper_asLayer_servesTheNextContainer() throws Exception {
    change("rm -r /etc; mkdir /etc; echo 1 > /etc/one; rm /bin/id", UnaryOperator.identity());
    Path layer = sandbox.state.resolve("layer");
    sandbox.agent.rename(upper, layer);
    Path copy = sandbox.state.resolve("copy");
    sandbox.agent.unpack(copy, sink -> sandbox.agent.diff(layer, sink));
    ProcessSpec look = ProcessSpec.of("/bin/sh", "-c", "ls /etc; ls /bin/id 2>&1");

    Sandbox.Output output = sandbox.run(ContainerSpec.of(List.of(sandbox.base, layer), null, look));

    assertThat(output.out()).startsWith("one\nls: /bin/id: No such file");
    assertThat(sandbox.run(ContainerSpec.of(List.of(sandbox.base, copy), null, look)).text())
        .isEqualTo(output.text());
  }

  @Test
  void lowers_whenALayerIsThereTwice_countItAtItsLastPlace() throws Exception {
    change("echo 1 > /tmp/f", UnaryOperator.identity());
    Path first = sandbox.state.resolve("first");
    sandbox.agent.rename(upper, first);
    change("echo 2 > /tmp/f", UnaryOperator.identity());
    List<Path> lowers = List.of(sandbox.base, first, upper, first);

    assertThat(sandbox.run(ContainerSpec.of(lowers, null, ProcessSpec.of("cat", "/tmp/f"))).text())
        .isEqualTo("1\n");
    Layer read = Layer.of(sink -> sandbox.agent.read(lowers, "tmp/f", sink));
    assertThat(read.contents().values())
        .extracting(Layer.Content::bytes)
        .containsExactly(ByteString.of(new byte[] {'1', '\n'}));
  }

  @Test
  void exec_withoutLayers_findsNoCommand() throws Exception {
    ContainerSpec nothing = ContainerSpec.of(List.of(), upper, ProcessSpec.of("/x"));

    assertThat(sandbox.run(nothing).result().exitCode()).isEqualTo(127);
    assertThat(diff().paths()).isEmpty();
  }

  @Test
  void upper_ofAnEarlierContainer_isContinued() throws Exception {
    change("echo 1 > /tmp/count", UnaryOperator.identity());

    assertThat(
            change("cat /tmp/count >> /tmp/count2", spec -> spec.withFiles(List.of(HOSTS))).paths())
        .containsExactly("tmp", "tmp/count", "tmp/count2");
  }

  @Test
  void bind_readWrite_reachesTheHost() throws Exception {
    Path host = Files.createDirectory(directory.resolve("shared"));

    sandbox.sh(
        "echo x > /data/in/f",
        spec -> spec.withMounts(List.of(MountSpec.bind(host, "/data/in", false))));

    assertThat(host.resolve("f")).hasContent("x");
  }

  @Test
  void bind_readOnly_cannotBeWritten() throws Exception {
    Path host = Files.createDirectory(directory.resolve("shared"));
    Files.writeString(host.resolve("f"), "content");
    List<MountSpec> mounts =
        List.of(
            MountSpec.bind(host, "/data", true),
            MountSpec.bind(host.resolve("f"), "/etc/one", true),
            MountSpec.tmpfs("/scratch"));

    Layer layer =
        change(
            "cat /data/f /etc/one; echo > /data/x; echo > /etc/one; echo > /scratch/y",
            spec -> spec.withMounts(mounts));

    assertThat(layer.paths()).isEmpty();
    assertThat(host.resolve("x")).doesNotExist();
    assertThat(host.resolve("f")).hasContent("content");
  }

  @Test
  void bind_ofAMissingSource_isAClearError() {
    assertThatThrownBy(
            () ->
                sandbox.sh(
                    "true",
                    spec ->
                        spec.withMounts(List.of(MountSpec.bind(Path.of("/nowhere"), "/m", true)))))
        .hasMessageContaining("open mount source: /nowhere: No such file");
  }

  @Test
  void exec_withHundredsOfLayers_mountsThemAll() throws Exception {
    List<Path> layers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Path layer = Files.createDirectories(sandbox.state.resolve("many/" + i));
      Files.writeString(layer.resolve("f" + i), "");
      layers.add(layer);
    }
    layers.add(sandbox.base);

    assertThat(
            sandbox
                .run(
                    ContainerSpec.of(
                        layers, null, ProcessSpec.of("/bin/sh", "-c", "ls -d /f* | wc -l")))
                .text())
        .isEqualTo("400\n");
  }

  private Layer change(String script, UnaryOperator<ContainerSpec> change) throws Exception {
    sandbox.run(
        change.apply(
            ContainerSpec.of(
                List.of(sandbox.base), upper, ProcessSpec.of("/bin/sh", "-c", script))));
    return diff();
  }

  private Layer diff() throws IOException {
    return Layer.of(sink -> sandbox.agent.diff(upper, sink));
  }

  private static Attributes attributes(Layer layer, String path) {
    return ((LayerEntry.RegularFile) layer.entry(path)).attributes();
  }
}
