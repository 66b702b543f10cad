package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same tests as uid 1000 with subordinate ids. */
class RootlessSuiteTest {
  /** What only root has: control groups, devices in layers, its own name. */
  private static final List<String> ONLY_ROOT =
      List.of("unpackAndDiff_ofEveryKind_giveTheSameEntries", "info_ofRoot_isTheRootRung");

  @TempDir Path directory;

  @Test
  void tests_asAnOrdinaryUser_passAsTheyDoForRoot() throws Exception {
    List<String> lines = new OrdinaryUser(directory).runTests(RootlessSuite.class).lines().toList();

    assertThat(lines)
        .filteredOn(line -> !line.startsWith("passed "))
        .filteredOn(line -> ONLY_ROOT.stream().noneMatch(line::contains))
        .isEmpty();
    for (Class<?> each : RootlessSuite.CLASSES) {
      assertThat(lines).anyMatch(line -> line.startsWith("passed " + each.getSimpleName() + " "));
    }
    assertThat(lines).hasSizeGreaterThan(100);
  }
}
