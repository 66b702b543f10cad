package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample of three modules, of which one's image is made from another's, in each Maven. */
class MavenModulesTest {
  private final Bench bench = new Bench(User.SELF);

  @AfterEach
  void removeBench() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  @ParameterizedTest
  @EnumSource(MavenVersion.class)
  void verify_ofTheModules_buildsTheirImagesAndThenNothing(MavenVersion version)
      throws IOException {
    bench.copySample("maven-modules");
    try (BaseRegistry registry = new BaseRegistry()) {
      MavenPlace place = new MavenPlace(bench);
      String base = "-Dbase=" + registry.baseName();

      Outcome first = place.run(version, base, "verify").expectSuccess();

      assertThat(first.out()).contains("[5/5] RUN", "job for Maven").doesNotContain("5 of 5 steps");
      NavigableMap<String, FileFact> files = bench.savedFacts("example/app:1.0").files();
      assertThat(files).containsKeys("/app/app.jar", "/app/lib/library-1.0.jar");
      String digest = digest();

      Outcome second = place.run(version, base, "verify").expectSuccess();

      assertThat(second.out())
          .contains("5 of 5 steps cached", "2 of 2 steps cached", "job for Maven");
      assertThat(digest()).isEqualTo(digest);
      assertThat(bench.context().resolve("app/target/jbuild/metadata.json"))
          .content()
          .contains("\"containerimage.digest\":\"" + digest + "\"");
    }
  }

  private String digest() throws IOException {
    Path file = bench.context().resolve("app/target/jbuild/digest");
    return Files.readString(file);
  }
}
