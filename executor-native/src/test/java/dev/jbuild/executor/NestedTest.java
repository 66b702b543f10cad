package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build of three steps in containers that somebody else started. */
class NestedTest {
  /** What the steps print, and then the paths of their layers. */
  private static final List<String> RESULT =
      List.of(
          "one", "gone", "one", "two", "33:44", "moved", "0", "a a/f etc etc/group", "a b b/f", "");

  @TempDir Path directory;

  @Test
  void unconfined_withAVolume_buildsInAUserNamespace() throws Exception {
    List<String> lines = lines(OuterContainer.run(directory, true, NestedBuild.class));

    assertThat(lines.getFirst()).isEqualTo("nested");
    assertThat(lines.get(1)).contains("root: ", "rootless-full: ").doesNotContain("copies");
    assertThat(lines.subList(2, lines.size())).isEqualTo(RESULT);
  }

  @Test
  void unconfined_withoutAVolume_copiesLayersAndSaysSo() throws Exception {
    List<String> lines = lines(OuterContainer.run(directory, false, NestedBuild.class));

    assertThat(lines.getFirst()).isEqualTo("nested");
    assertThat(lines.get(1)).contains("each step copies the whole image").contains("--root");
    assertThat(lines.subList(2, lines.size())).isEqualTo(RESULT);
  }

  /** As `docker run` without options: no user namespaces, no mounts. */
  @Test
  void confined_asDockerDoes_buildsInAChroot() throws Exception {
    Path state = directory.resolve("outer");
    Path base = DebianBase.extract(state.resolve("state/debian"), DebianBase.archive());
    List<String> command = ChildJvm.command(directory, NestedBuild.class, "/inner");
    List<MountSpec> mounts = new ArrayList<>();
    mounts.add(MountSpec.bind(directory, directory.toString(), true));
    Path java = Path.of(System.getProperty("java.home"));
    mounts.add(MountSpec.bind(java, java.toString(), true));
    mounts.add(MountSpec.bind(Path.of("/bin/busybox"), "/bin/busybox", true));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Sandbox outer = new Sandbox(state, Isolation.ROOT)) {
      ContainerSpec spec =
          ContainerSpec.of(List.of(base), null, ProcessSpec.of(command.toArray(String[]::new)))
              .withNetwork(NetworkMode.HOST)
              .withMounts(mounts);
      outer.agent.exec(spec, ExecIo.of(out, out));
      outer.agent.remove(base);
    }
    List<String> lines = lines(out.toString(StandardCharsets.UTF_8));

    assertThat(lines.getFirst()).isEqualTo("chroot");
    assertThat(lines.get(1)).contains("root: ", "rootless-full: ", "nested: ");
    assertThat(lines.subList(2, lines.size())).isEqualTo(RESULT);
  }

  private static List<String> lines(String output) {
    return List.of(output.split("\n", -1)).subList(0, (int) output.lines().count());
  }
}
