package dev.jbuild.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.DetectedDirective;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.check.CheckReport;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.ExpansionOptions;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import dev.jbuild.parser.print.PrintCheck;
import java.util.HashSet;
import java.util.Map;

/** What holds of every input, whoever wrote it. */
final class Promises {
  /** Printing and formatting parse again and again: longer files would leave no time for others. */
  private static final int LONGEST_PRINTED = 20_000;

  private Promises() {}

  /** All promises about a file. */
  static void checkFile(byte[] bytes) {
    checkParser(bytes);
    checkChecks(bytes);
    if (bytes.length <= LONGEST_PRINTED) {
      checkPrinter(bytes);
    }
  }

  /** Parsing only ever reports, within the file. */
  static void checkParser(byte[] bytes) {
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    assertThat(file.hasErrors() || !file.stages().isEmpty()).isTrue();
    assertThat(file.renderDiagnostics()).isNotNull();
    long lines = Math.max(1, file.source().lines().count());
    assertThat(file.diagnostics()).allMatch(d -> d.location().endLine() <= lines, "in the file");
    DetectedDirective.syntax(bytes);
    DetectedDirective.check(bytes);
  }

  /** So does checking, and what the parser finds is never lost. */
  static void checkChecks(byte[] bytes) {
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    CheckContext context = CheckContext.DEFAULT.withBuildArgs(Map.of("A", "b"));
    CheckReport report = Check.run(file, context);
    assertThat(new HashSet<>(report.errors()).containsAll(file.errors())).isTrue();
    long lines = Math.max(1, file.source().lines().count());
    assertThat(report.errors()).allMatch(d -> d.location().endLine() <= lines, "in the file");
    assertThat(report.warnings()).allMatch(w -> w.location().endLine() <= lines, "in the file");
  }

  /** What was parsed can be written, and formatting changes nothing but the layout. */
  static void checkPrinter(byte[] bytes) {
    try {
      PrintCheck.run(bytes);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s)no (heredoc stands next to|word opens a heredoc).*");
    }
  }

  /** Expanding either works or says why not. */
  static void checkExpander(String word, char escape, ExpansionOptions options) {
    try {
      var expansion =
          new WordExpander(escape, options)
              .process(word, name -> name.length() % 2 == 0 ? null : "a b\"" + name);
      assertThat(expansion.text()).isNotNull();
    } catch (ExpansionException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Reading patterns either works or says why not, and so does matching. */
  static void checkIgnoreFile(byte[] bytes) {
    try {
      IgnoreFile file = IgnoreFile.parse(bytes);
      file.excludes("a/b.c/d");
      file.mayIncludeBelow("a/b.c");
    } catch (IgnoreFileException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
