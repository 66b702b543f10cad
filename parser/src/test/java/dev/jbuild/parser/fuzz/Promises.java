package dev.jbuild.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.DetectedDirective;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.ExpansionOptions;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import dev.jbuild.parser.print.PrintCheck;
import java.util.Random;

/** What holds of every input, whoever wrote it. */
final class Promises {
  private Promises() {}

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

  /** What was parsed can be written, and formatting changes nothing but the layout. */
  static void checkPrinter(byte[] bytes) {
    try {
      PrintCheck.run(bytes);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s)no (heredoc stands next to|word opens a heredoc) .*");
    }
  }

  /** Expanding either works or says why not. */
  static void checkExpander(String word, Random random) {
    var options =
        new ExpansionOptions(
            random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    try {
      var expansion =
          new WordExpander(random.nextBoolean() ? '\\' : '`', options)
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
