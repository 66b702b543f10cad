package dev.jbuild.parser.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every case of the corpus that is checked in. */
class CorpusTest {
  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> parser_ofCase_isAsTheReference() {
    return tests(Section.PARSER);
  }

  @TestFactory
  Stream<DynamicTest> shell_ofCase_isAsTheReference() {
    return tests(Section.SHELL);
  }

  @TestFactory
  Stream<DynamicTest> dockerignore_ofCase_isAsTheReference() {
    return tests(Section.DOCKERIGNORE);
  }

  @TestFactory
  Stream<DynamicTest> instructions_ofCase_areAsTheReference() {
    return tests(Section.INSTRUCTIONS);
  }

  @TestFactory
  Stream<DynamicTest> realworld_ofCase_isAsTheReference() {
    return tests(Section.REALWORLD);
  }

  /**
   * What no runner runs is left out here and counted by the script: a skipped test is a failure.
   */
  private static Stream<DynamicTest> tests(Section section) {
    List<CorpusCase> cases = section.cases(CorpusFiles.checkedIn()).toList();
    assertThat(cases).as("cases of " + section.name()).hasSizeGreaterThan(20);
    return cases.stream()
        .filter(each -> each.skipped() == null)
        .map(each -> DynamicTest.dynamicTest(each.name(), each.check()::run));
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    return CorpusMain.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void main_withFailingCase_countsItAndFails() throws Exception {
    Path shell = Files.createDirectory(directory.resolve("shell"));
    String row =
        """
        {"id": "%s", "op": "word", "word": "a", "env": [], "escape": "\\\\", "platform": "all",
         "expected": "%s", "matched": [], "unmatched": []}""";
    Files.writeString(
        shell.resolve("cases.json"),
        "[" + row.formatted("x", "a") + "," + row.formatted("y", "b") + "]");
    assertThat(run(directory.toString())).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("shell: 1 passed, 1 failed, 0 skipped\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("FAILED shell cases.json/y");
  }

  @Test
  void main_ofUnknownSection_saysWhichThereAre() {
    assertThat(run(directory.toString(), "build")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("unknown section: build")
        .contains("parser, shell, dockerignore, instructions, realworld");
  }
}
