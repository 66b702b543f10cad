package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases that do not pass yet are listed in not-yet.txt; one that begins to pass has to leave
 * it. {@code -Dcorpus.only=id,id} runs some of the cases.
 */
class CorpusTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();

  @TempDir Path work;

  static List<String> ids() throws IOException {
    String only = System.getProperty("corpus.only", "");
    if (!only.isEmpty()) {
      return List.of(only.split(",", -1));
    }
    try (Stream<Path> cases = Files.list(CORPUS.resolve("build"))) {
      return cases
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  static Set<String> notYet() throws IOException {
    try (var list = Objects.requireNonNull(CorpusTest.class.getResourceAsStream("not-yet.txt"))) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ids")
  void build_ofCorpusCase_givesWhatDockerGives(String id) throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    List<String> differences = new CaseRun(CORPUS, id, work).run();
    if (notYet().contains(id)) {
      assertThat(differences).as("%s passes now: take it off not-yet.txt", id).isNotEmpty();
    } else {
      assertThat(differences).as(id).isEmpty();
    }
  }
}
