package dev.jbuild.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageConfigTest {

  @Test
  void toJson_thenParse_isTheSame() {
    DiffId layer = new DiffId(Digest.sha256(new byte[] {1}));
    Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
    ContainerConfig container =
        ContainerConfig.EMPTY
            .withUser("app")
            .withEnv("PATH", "/bin")
            .withEntrypoint(List.of("/e"))
            .withCmd(List.of())
            .withExposedPorts(List.of("80/tcp"))
            .withVolumes(List.of("/data"))
            .withWorkingDir("/w")
            .withLabels(Map.of("b", "2", "a", "1"))
            .withStopSignal("SIGINT")
            .withShell(List.of("/bin/ash", "-c"))
            .withOnBuild(List.of("RUN x"))
            .withHealthcheck(new Healthcheck(List.of("CMD", "x"), 1, 2, 3, 4, 5));
    ImageConfig config =
        ImageConfig.empty(Platform.parse("linux/arm/v7"))
            .withConfig(container)
            .withCreated(time)
            .withAuthor("me")
            .withLayers(List.of(layer), List.of(new HistoryEntry(time, "RUN x", "me", "c", false)));
    assertThat(ImageConfig.parse(config.toJson())).isEqualTo(config);
    assertThat(config.toJson()).isEqualTo(ImageConfig.parse(config.toJson()).toJson());
  }

  @Test
  void parse_whenOtherToolsWriteNull_readsEmpty() {
    String json =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Env\":null,\"Cmd\":null,\"Labels\":null,"
            + "\"Volumes\":null,\"User\":\"\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":null},\"history\":null}";
    ImageConfig config = ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8));
    assertThat(config).isEqualTo(ImageConfig.empty(Platform.parse("linux/amd64")));
  }

  @Test
  void parse_whenAFieldHasAnotherKind_namesIt() {
    byte[] json = "{\"config\":{\"Env\":[1]}}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ImageConfig.parse(json))
        .isInstanceOf(OciFormatException.class)
        .hasMessageContaining("\"Env\" is not an array of strings");
  }

  @Test
  void withEnv_whenTheNameIsThere_keepsItsPlace() {
    ContainerConfig config =
        ContainerConfig.EMPTY.withEnv("A", "1").withEnv("AB", "2").withEnv("A", "3");
    assertThat(config.env()).containsExactly("A=3", "AB=2");
    assertThat(config.env("AB")).isEqualTo("2");
    assertThat(config.env("B")).isNull();
  }
}
