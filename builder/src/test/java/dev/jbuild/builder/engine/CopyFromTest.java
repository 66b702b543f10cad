package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.DockerfileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code COPY --from} means by a number, as docker build 20.10 and BuildKit have it. */
class CopyFromTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("a"), "a");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuiltImage build(String dockerfile) throws Exception {
    BuildResult result =
        builder.build(
            BuildRequest.of(context).withDockerfile(new DockerfileSource.Inline(dockerfile)),
            BuildListener.SILENT);
    return new BuiltImage(builder.store(), result);
  }

  @Test
  void copyFrom_aNumber_countsAllStagesNamedOrNot() throws Exception {
    BuiltImage image =
        build(
            """
            FROM scratch AS zero
            COPY a /zero
            FROM zero
            COPY a /one
            FROM scratch AS x0
            COPY a /two
            FROM scratch
            COPY --from=0 / /from0
            COPY --from=01 / /from1
            COPY --from=+2 / /from2
            COPY --from=X0 /two /by-name
            """);

    assertThat(image.at("from0/zero")).isEqualTo("0644 0:0 a");
    assertThat(image.at("from1/one")).isEqualTo("0644 0:0 a");
    assertThat(image.at("from1/zero")).isEqualTo("0644 0:0 a");
    assertThat(image.at("from2/two")).isEqualTo("0644 0:0 a");
    assertThat(image.at("by-name")).isEqualTo("0644 0:0 a");
  }

  @ParameterizedTest
  @CsvSource({
    "1, circular dependency detected on stage: stage-1",
    "2, invalid stage index 2",
    "-1, invalid stage index -1",
  })
  void copyFrom_aNumberThatIsNoStageAbove_isAnError(String from, String message) {
    assertThatThrownBy(
            () -> build("FROM scratch\nCOPY a /\nFROM scratch\nCOPY --from=" + from + " / /x\n"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining(message);
  }
}
