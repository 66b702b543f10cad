package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No source file grows past what can be read in one sitting. */
class SourceSizeTest {
  private static final int LIMIT = 400;
  private static final Set<String> EXTENSIONS = Set.of("java", "c", "h", "g4", "sh");

  /** Tables that a program wrote, with the command that does so in their first lines. */
  private static final Set<String> GENERATED = Set.of("seccomp_default.h");

  @Test
  void sources_always_haveAtMost400Lines() throws IOException {
    Map<Path, Long> tooLong = new TreeMap<>();
    List<Path> sources = sources();
    for (Path source : sources) {
      try (Stream<String> lines = Files.lines(source)) {
        long count = lines.count();
        if (count > LIMIT) {
          tooLong.put(source, count);
        }
      }
    }
    assertThat(sources.size()).isGreaterThan(100);
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(Checkout.ROOT)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceSizeTest::below)
          .toList();
    }
  }

  private static Stream<Path> below(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(SourceSizeTest::counts).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean counts(Path file) {
    String name = file.getFileName().toString();
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1))
        && !GENERATED.contains(name);
  }
}
