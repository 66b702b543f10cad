package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same cases as an ordinary user with subordinate ids. Only root can become one; who is one
 * runs {@link CorpusTest} as such.
 */
class RootlessCorpusTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  @Timeout(900)
  void build_ofAllCasesAsUid1000_givesWhatDockerGives() throws Exception {
    if (!ContextFiles.SUPERUSER) {
      return;
    }
    assertThat(failedCases()).isEmpty();
  }

  private Set<String> failedCases() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(ROOT.resolve("scripts/rootless-corpus.sh").toString());
    words.add(System.getProperty("java.class.path"));
    words.add(ROOT.resolve("testdata/corpus").toString());
    for (Section section : Section.values()) {
      words.add(section.directory());
    }
    Path out = directory.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectOutput(out.toFile()).start().waitFor();
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(text).contains("build (rootless): ", "conformance (rootless): ");
    Set<String> failed = new TreeSet<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("FAILED ")) {
        failed.add(line.split(" ", 4)[3].replaceFirst(":.*", ""));
      }
    }
    return failed;
  }
}
