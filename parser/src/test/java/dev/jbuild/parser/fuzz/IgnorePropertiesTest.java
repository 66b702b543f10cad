package dev.jbuild.parser.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Ignore files: reading and matching. */
class IgnorePropertiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAMES = "ab.*?[]^-!\\# ";

  @Provide
  Arbitrary<List<String>> patterns() {
    Arbitrary<String> segment =
        Arbitraries.oneOf(
            Arbitraries.of("**", "*", "..", ".", "a", "b", "*.b", "?", "[a-b]", ""),
            Arbitraries.strings().withChars(NAMES).ofMaxLength(4));
    Arbitrary<String> path = segment.list().ofMaxSize(4).map(parts -> String.join("/", parts));
    return Arbitraries.oneOf(path, path.map(text -> "!" + text)).list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> paths() {
    Arbitrary<String> name = Arbitraries.strings().withChars("ab.*").ofMinLength(1).ofMaxLength(3);
    return name.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
  }

  @Provide
  Arbitrary<byte[]> hugeFiles() {
    return Inputs.hugeFiles();
  }

  @Property(tries = 3000, seed = "1")
  void reading_ofAnything_worksOrSaysWhyNot(@ForAll("patterns") List<String> patterns) {
    Promises.checkIgnoreFile(String.join("\n", patterns).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 30, seed = "2", shrinking = ShrinkingMode.OFF)
  void reading_ofUpToAMebibyte_isNoWait(@ForAll("hugeFiles") byte[] file) {
    assertTimeoutPreemptively(PATIENCE, () -> Promises.checkIgnoreFile(file));
  }

  @Property(tries = 2000, seed = "3")
  void lastPattern_whenItMatchesAll_decides(
      @ForAll("patterns") List<String> patterns, @ForAll("paths") String path) {
    try {
      assertThat(with(patterns, "**").excludes(path)).isTrue();
      assertThat(with(patterns, "!**").excludes(path)).isFalse();
    } catch (IgnoreFileException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 2000, seed = "4")
  void mayIncludeBelow_whenSomethingBelowIsIncluded_isTrue(
      @ForAll("patterns") List<String> patterns,
      @ForAll("paths") String directory,
      @ForAll("paths") String name) {
    try {
      IgnoreFile file = IgnoreFile.of(patterns);
      if (!file.excludes(directory + "/" + name)) {
        assertThat(file.mayIncludeBelow(directory)).isTrue();
      }
    } catch (IgnoreFileException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static IgnoreFile with(List<String> patterns, String last) throws IgnoreFileException {
    List<String> all = new ArrayList<>(patterns);
    all.add(last);
    return IgnoreFile.of(all);
  }
}
