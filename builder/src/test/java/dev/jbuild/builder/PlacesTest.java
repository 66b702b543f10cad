package dev.jbuild.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacesTest {
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
}
