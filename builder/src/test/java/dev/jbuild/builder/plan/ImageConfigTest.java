package dev.jbuild.builder.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.StageOptions;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configs and histories that docker's builder makes of the same Dockerfiles. */
class ImageConfigTest {
  private static final Path CASES = Path.of("../testdata/corpus/instructions/config.json");

  static List<?> cases() throws IOException {
    return (List<?>) requireNonNull(Json.parse(Files.readAllBytes(CASES)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plan_ofCorpusDockerfile_hasDockersConfigAndHistory(Map<?, ?> expected) throws Exception {
    Map<String, String> buildArgs = new LinkedHashMap<>();
    if (expected.get("buildArgs") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> buildArgs.put((String) name, (String) value));
    }
    Plan plan =
        new Plans()
            .plan(
                (String) requireNonNull(expected.get("dockerfile")),
                StageOptions.defaults().withBuildArgs(buildArgs));

    assertThat(config(plan.image()))
        .isEqualTo(wanted((Map<?, ?>) requireNonNull(expected.get("config"))));
    assertThat(plan.image().author()).isEqualTo(expected.get("author"));
    assertThat(plan.history().stream().map(line -> history(line)).toList())
        .isEqualTo(expected.get("history"));
  }

  private static Map<Object, Object> config(ImageConfig image) {
    Map<?, ?> all = (Map<?, ?>) requireNonNull(Json.parse(image.toJson()));
    return new TreeMap<>((Map<?, ?>) requireNonNull(all.get("config")));
  }

  /** ArgsEscaped is of Windows and may be left out. */
  private static Map<Object, Object> wanted(Map<?, ?> config) {
    Map<Object, Object> wanted = new TreeMap<>(config);
    wanted.remove("ArgsEscaped");
    return wanted;
  }

  private static Map<String, Object> history(PlannedHistory line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("created_by", line.entry().createdBy());
    json.put("comment", line.entry().comment());
    if (line.entry().emptyLayer()) {
      json.put("empty_layer", true);
    }
    return json;
  }
}
