package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dcorpus.only=id,id} runs some of the cases. */
class CorpusTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();

  @TempDir Path work;

  static List<CorpusCase> buildCases() throws IOException {
    return cases(Section.BUILD);
  }

  static List<CorpusCase> conformanceCases() throws IOException {
    return cases(Section.CONFORMANCE);
  }

  private static List<CorpusCase> cases(Section section) throws IOException {
    List<String> only = List.of(System.getProperty("corpus.only", "").split(",", -1));
    return section.cases(CORPUS).stream()
        .filter(each -> each.skipped() == null)
        .filter(each -> only.equals(List.of("")) || only.contains(each.name()))
        .toList();
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("buildCases")
  void build_ofCorpusCase_givesWhatDockerGives(CorpusCase each) throws Exception {
    check(each);
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("conformanceCases")
  void build_ofConformanceCase_givesWhatDockerGives(CorpusCase each) throws Exception {
    check(each);
  }

  private void check(CorpusCase each) throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    assertThat(each.check().run(work)).as(each.name()).isEmpty();
  }
}
