package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnpackedPullTest {
  private static final String USERS = "dev.jbuild.acceptance.User#available";

  private static List<Path> unpacked(Bench bench) throws IOException {
    try (Stream<Path> files = Files.walk(bench.store().resolve("layers"), 2)) {
      return files.filter(file -> file.endsWith("fs")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void pull_thatUnpacks_makesFilesOfWhatArrivesAndOfWhatIsHere(User user) throws IOException {
    try (BaseRegistry registry = new BaseRegistry();
        Bench arriving = new Bench(user);
        Bench here = new Bench(user)) {
      String base = registry.baseName();
      arriving.jbuild("pull", "-q", "--unpack", base).expectSuccess();
      assertThat(unpacked(arriving)).hasSize(1);

      here.jbuild("pull", "-q", base).expectSuccess();
      assertThat(unpacked(here)).isEmpty();
      here.jbuild("pull", "-q", "--unpack", base).expectSuccess();
      assertThat(unpacked(here)).hasSize(1);

      for (Bench bench : List.of(arriving, here)) {
        String out = bench.jbuild("run", "--rm", base, "echo", "works").expectSuccess().out();
        assertThat(out).isEqualTo("works\n");
      }
    }
  }
}
