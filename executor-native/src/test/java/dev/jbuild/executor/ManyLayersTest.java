package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many layers as the kernel takes, 500, in a directory with a path of more than 200 letters. */
class ManyLayersTest {
  private static final String COUNT = "ls -d /f* | wc -l; ls -d /proc/self /sys/kernel /etc/hosts";
  private static final FileSpec HOSTS = FileSpec.of("/etc/hosts", "h");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "--overlay legacy"})
  void exec_withAsManyLayersAsThereCanBe_mountsThemAll(String options) throws Exception {
    try (Sandbox sandbox = sandbox(options)) {
      List<Path> layers = layers(sandbox, 499);

      assertThat(run(sandbox, layers.subList(371, 499)).text()).isEqualTo(shown(128));
      assertThat(run(sandbox, layers.subList(99, 499)).text()).isEqualTo(shown(400));
      assertThat(run(sandbox, layers).text()).isEqualTo(shown(499));
      Path all = Files.createDirectories(sandbox.state.resolve("all"));
      for (String target : List.of("proc", "dev", "sys", "etc")) {
        Files.createDirectory(all.resolve(target));
      }
      Files.writeString(all.resolve("etc/hosts"), "");
      layers.addFirst(all);
      assertThat(run(sandbox, layers).text()).isEqualTo(shown(499));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--overlay legacy"})
  void exec_withMoreLayers_saysThatTheyAreTooMany(String options) throws Exception {
    try (Sandbox sandbox = sandbox(options)) {
      List<Path> layers = layers(sandbox, 501);

      assertThatExceptionOfType(ExecutorException.class)
          .isThrownBy(() -> run(sandbox, layers))
          .withMessageContaining("mount overlay")
          .withMessageContaining("500 at most");
    }
  }

  private static String shown(int layers) {
    return layers - 1 + "\n/etc/hosts\n/proc/self\n/sys/kernel\n";
  }

  private Sandbox sandbox(String options) throws IOException {
    Path place = directory.resolve("x".repeat(120)).resolve("y".repeat(100));
    Files.createDirectories(place);
    return new Sandbox(place, Isolation.AUTO, Sandbox.program(directory, options));
  }

  private static List<Path> layers(Sandbox sandbox, int count) throws IOException {
    List<Path> layers = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      Path layer = Files.createDirectories(sandbox.state.resolve("many/" + i));
      Files.writeString(layer.resolve("f" + i), "");
      layers.add(layer);
    }
    layers.add(sandbox.base);
    return layers;
  }

  private static Sandbox.Output run(Sandbox sandbox, List<Path> layers) throws Exception {
    return sandbox.run(
        ContainerSpec.of(layers, null, ProcessSpec.of("/bin/sh", "-c", COUNT))
            .withFiles(List.of(HOSTS)));
  }
}
