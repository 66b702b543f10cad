package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parameters with several values, given to Maven on its command line. */
class MavenWordsTest {
  private static final String CACHE = "type=local\\,dest=target/cache\\,mode=max";
  private final Bench bench = new Bench(User.SELF);

  @AfterEach
  void removeBench() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  private Outcome maven(MavenVersion version, String... words) throws IOException {
    bench.copySample("maven-sample");
    Files.writeString(
        bench.context().resolve("Dockerfile"),
        "FROM scratch\nARG MESSAGE\nARG MORE\nENV SAYS=$MESSAGE-$MORE\nCOPY greeting.txt /\n");
    return new MavenPlace(bench).run(version, words);
  }

  private String inspected(String name, String format) {
    return bench.jbuild("inspect", "-f", format, name).expectSuccess().out().strip();
  }

  @ParameterizedTest
  @EnumSource
  void words_withCommas_areSplitOnlyWhereNoneIsEscaped(MavenVersion version) throws IOException {
    maven(
            version,
            "package",
            "-Djbuild.tags=one:1,two:2",
            "-Djbuild.cacheTo=" + CACHE,
            "-Djbuild.buildArgs.MESSAGE=1,2",
            "-Djbuild.buildArgs.MORE=a=b",
            "-Djbuild.labels.com.example.list=x,y")
        .expectSuccess();

    assertThat(inspected("two:2", "{{.Config.Env}}")).contains("SAYS=1,2-a=b");
    assertThat(inspected("one:1", "{{index .Config.Labels \"com.example.list\"}}"))
        .isEqualTo("x,y");
    assertThat(bench.context().resolve("target/cache/index.json")).isRegularFile();
  }

  @Test
  void map_asOneProperty_isAnErrorThatSaysHow() throws IOException {
    Outcome outcome = maven(MavenVersion.V3_9, "package", "-Djbuild.buildArgs=MESSAGE=1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("jbuild.buildArgs: one value is -Djbuild.buildArgs.NAME=VALUE");
  }
}
