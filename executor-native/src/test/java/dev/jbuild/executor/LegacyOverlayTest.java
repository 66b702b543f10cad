package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overlays as on kernels before 6.5, where mount(2) takes all layers in one line of 4 KiB. */
class LegacyOverlayTest {
  @TempDir Path directory;

  @Test
  void exec_withHundredsOfLayers_mountsThemAll() throws Exception {
    try (Sandbox sandbox =
        new Sandbox(directory, Isolation.AUTO, Sandbox.program(directory, "--overlay legacy"))) {
      List<Path> layers = new ArrayList<>(List.of(sandbox.base));
      for (int i = 0; i < 400; i++) {
        Path layer = Files.createDirectories(sandbox.state.resolve("many/" + i));
        Files.writeString(layer.resolve("f" + i), "");
        layers.add(layer);
      }
      ProcessSpec count = ProcessSpec.of("/bin/sh", "-c", "ls -d /f* | wc -l");

      assertThat(sandbox.agent.probe()).containsEntry("overlay", "legacy");
      assertThat(sandbox.run(ContainerSpec.of(layers, null, count)).text()).isEqualTo("400\n");
    }
  }

  @Test
  void diffAndRead_ofAnUpper_giveTheChanges() throws Exception {
    try (Sandbox sandbox =
        new Sandbox(directory, Isolation.AUTO, Sandbox.program(directory, "--overlay legacy"))) {
      Path upper = sandbox.state.resolve("upper");
      ProcessSpec change =
          ProcessSpec.of("/bin/sh", "-c", "rm -r /etc; mkdir /etc; echo 1 > /etc/f");
      sandbox.run(ContainerSpec.of(List.of(sandbox.base), upper, change));

      assertThat(Layer.of(sink -> sandbox.agent.diff(upper, sink)).paths())
          .containsExactly("etc", "etc*", "etc/f");
      assertThat(
              Layer.of(sink -> sandbox.agent.read(List.of(sandbox.base, upper), "etc", sink))
                  .paths())
          .containsExactly("etc", "etc/f");
      sandbox.agent.remove(upper);
    }
  }

  @Test
  void exec_withoutLayers_findsNoCommand() throws Exception {
    try (Sandbox sandbox =
        new Sandbox(directory, Isolation.AUTO, Sandbox.program(directory, "--overlay legacy"))) {
      ContainerSpec nothing = ContainerSpec.of(List.of(), null, ProcessSpec.of("/x"));

      assertThat(sandbox.run(nothing).result().exitCode()).isEqualTo(127);
    }
  }
}
