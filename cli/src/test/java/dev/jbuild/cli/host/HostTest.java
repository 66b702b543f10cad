package dev.jbuild.cli.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HostTest {
  private static final Path HOME = Path.of("/home/u");

  @Test
  void places_whenOrdinaryUser_areTheXdgDirectories() {
    assertThat(Places.of(Map.of(), HOME, false, null))
        .isEqualTo(
            new Places(
                Path.of("/home/u/.local/share/jbuild"),
                Path.of("/home/u/.cache/jbuild"),
                Path.of("/home/u/.docker/config.json")));
  }

  @Test
  void places_whenVariablesAreSet_followThem() {
    Map<String, String> environment =
        Map.of("XDG_DATA_HOME", "/d", "XDG_CACHE_HOME", "/c", "DOCKER_CONFIG", "/k");

    assertThat(Places.of(environment, HOME, false, null))
        .isEqualTo(
            new Places(Path.of("/d/jbuild"), Path.of("/c/jbuild"), Path.of("/k/config.json")));
  }

  @Test
  void places_whenSuperuser_areTheSystemDirectories() {
    Places places = Places.of(Map.of("XDG_DATA_HOME", "/d"), HOME, true, null);

    assertThat(places.storeRoot()).isEqualTo(Path.of("/var/lib/jbuild"));
    assertThat(places.nativeCache()).isEqualTo(Path.of("/var/lib/jbuild/native"));
  }

  @Test
  void places_whenRootIsChosen_winsOverVariable() {
    Map<String, String> environment = Map.of("JBUILD_ROOT", "/v");

    assertThat(Places.of(environment, HOME, true, null).storeRoot()).isEqualTo(Path.of("/v"));
    assertThat(Places.of(environment, HOME, true, Path.of("/o")).storeRoot())
        .isEqualTo(Path.of("/o"));
  }

  @Test
  void terminal_whenLauncherTold_isRead() {
    assertThat(Terminal.parse("")).isEqualTo(Terminal.NONE);
    assertThat(Terminal.parse("io")).isEqualTo(new Terminal(true, true, false, 24, 80));
    assertThat(Terminal.parse("ioe 50 132")).isEqualTo(new Terminal(true, true, true, 50, 132));
    assertThat(Terminal.parse("e 0 0")).isEqualTo(new Terminal(false, false, true, 24, 80));
  }

  @Test
  void output_whenDiskIsFull_fails() throws IOException {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      assertThatThrownBy(() -> new Output(full).line("text"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(PipeClosedException.class)
          .hasMessage("write standard output: No space left on device");
    }
  }
}
