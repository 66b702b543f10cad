package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers without any right to mount: plain chroots on copies of the layers. */
class ChrootTest {
  private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

  /**
   * Every way in which a step changes files; what it leaves does not hang on how its root is made.
   */
  private static final String SCRIPT =
      """
      set -e
      echo x > /new; chown 33:44 /new; chmod 4755 /new; echo more >> /etc/passwd
      rm -r /gone; mv /moved /here; mkdir -p /a/b; ln -s new /link; ln /new /a/hard; mknod /a/p p
      rm -r /again; mkdir /again; touch /again/other; rm /file; mkdir /file; touch /file/in
      rm -r /tree; touch /tree; chmod 700 /etc; echo own > /etc/hosts; echo lost > /dev/lost
      """;

  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = new Sandbox(directory.resolve("chroot"), Isolation.CHROOT);
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.close();
    assertThat(sandbox.log).isEmpty();
  }

  @Test
  void files_afterAStep_areThoseOfAnOverlay() throws Exception {
    try (Sandbox root = new Sandbox(directory.resolve("root"), Isolation.ROOT)) {
      assertThat(changed(sandbox)).isEqualTo(changed(root));
    }
  }

  @Test
  void layers_withWhiteouts_areMerged() throws Exception {
    Path first =
        layer("first", new Layer().file("d/f", attributes(), "f").file("g", attributes(), "g"));
    Path second =
        layer(
            "second",
            new Layer()
                .add(new LayerEntry.Directory("d", attributes()))
                .add(new LayerEntry.Opaque("d"))
                .file("d/h", attributes(), "h")
                .add(new LayerEntry.Whiteout("g")));
    List<Path> lowers = List.of(sandbox.base, first, second);

    assertThat(
            sandbox
                .run(
                    ContainerSpec.of(
                            lowers, null, ProcessSpec.of("/bin/sh", "-c", "cat /d/*; ls /g"))
                        .withNetwork(NetworkMode.HOST))
                .out())
        .isEqualTo("h");
    assertThat(Layer.of(sink -> sandbox.agent.read(lowers, "d", sink)).paths())
        .containsExactly("d", "d/h");
    assertThat(Layer.of(sink -> sandbox.agent.diff(second, sink)).paths())
        .containsExactly("d", "d*", "d/h", "g");
  }

  @Test
  void store_withLayersOfAnotherIsolation_isAnErrorThatSaysWhatToDo() throws Exception {
    Path state = Files.createDirectories(directory.resolve("mixed"));
    AgentOptions options =
        new AgentOptions(
            state,
            directory.resolve("native"),
            Isolation.ROOT,
            sandbox.log::add,
            Sandbox.override());
    Agent.start(options).close();
    Files.createDirectories(state.resolve("layers/0123")); // known, but only as a tar
    Agent.start(options.withIsolation(Isolation.CHROOT)).close(); // nothing is in it
    Files.createDirectory(state.resolve("layers/0123/fs"));

    assertThatThrownBy(() -> Agent.start(options).close())
        .hasMessageContaining("the layers in " + state + " are those of isolation chroot")
        .hasMessageContaining("--root DIRECTORY");
    Agent.start(options.withIsolation(Isolation.CHROOT)).close();
  }

  @Test
  void leftOvers_ofACommand_endWithIt() throws Exception {
    sandbox.sh(
        "(sleep 4177 &) ; (sleep 4177 & sleep 4177) & true",
        spec -> spec.withNetwork(NetworkMode.HOST));

    assertThat(Machine.sleepers("4177")).isEmpty();
  }

  @Test
  void files_thatAreBound_areNotInTheLayer() throws Exception {
    Path upper = sandbox.state.resolve("upper");
    ContainerSpec spec =
        ContainerSpec.of(
                List.of(sandbox.base), upper, ProcessSpec.of("/bin/cat", "/etc/hosts", "/x/script"))
            .withNetwork(NetworkMode.HOST)
            .withFiles(List.of(FileSpec.of("/etc/hosts", "hosts\n")))
            .withMounts(
                List.of(
                    MountSpec.tmpfs("/tmp/t"),
                    MountSpec.bind(
                        Files.writeString(directory.resolve("s"), "s\n"), "/x/script", true)));

    assertThat(sandbox.run(spec).out()).isEqualTo("hosts\ns\n");
    assertThat(Layer.of(sink -> sandbox.agent.diff(upper, sink)).paths()).isEmpty();
  }

  @Test
  void whatNeedsMounts_isAnErrorThatNamesIt() {
    assertThatThrownBy(
            () -> with(s -> s.withMounts(List.of(MountSpec.bind(directory, "/cache", false)))))
        .hasMessageContaining("isolation chroot has no mounts, as at /cache");
    assertThatThrownBy(() -> with(s -> s.withFiles(List.of(FileSpec.of("/run/secret", "s")))))
        .hasMessageContaining("isolation chroot has no files in memory, as /run/secret");
    assertThatThrownBy(() -> with(s -> s.withNetwork(NetworkMode.NONE)))
        .hasMessageContaining("isolation chroot has no network but that of the host");
  }

  private void with(UnaryOperator<ContainerSpec> change) throws Exception {
    sandbox.sh("true", spec -> change.apply(spec.withNetwork(NetworkMode.HOST)));
  }

  private static Attributes attributes() {
    return Attributes.of(0755, 1, 2, TIME);
  }

  private Path layer(String name, Layer layer) throws IOException {
    Path path = sandbox.state.resolve(name);
    sandbox.agent.unpack(path, layer);
    return path;
  }

  private static List<String> changed(Sandbox sandbox) throws Exception {
    Path before = sandbox.state.resolve("before");
    Layer layer = new Layer().file("file", attributes(), "f");
    for (String each : List.of("gone", "moved", "again", "tree")) {
      layer.add(new LayerEntry.Directory(each, attributes())).file(each + "/f", attributes(), each);
    }
    sandbox.agent.unpack(before, layer);
    Path upper = sandbox.state.resolve("upper");
    ContainerSpec spec =
        ContainerSpec.of(
                List.of(sandbox.base, before), upper, ProcessSpec.of("/bin/sh", "-c", SCRIPT))
            .withNetwork(NetworkMode.HOST);
    assertThat(sandbox.run(spec).text()).isEmpty();
    List<String> shown = new ArrayList<>();
    for (Layer.Content content :
        Layer.of(sink -> sandbox.agent.read(List.of(sandbox.base, before, upper), "", sink))
            .contents()
            .values()) {
      shown.add(OwnerChecks.describe(content.entry()) + " " + content.bytes().hashCode());
    }
    sandbox.agent.remove(upper);
    return shown;
  }
}
