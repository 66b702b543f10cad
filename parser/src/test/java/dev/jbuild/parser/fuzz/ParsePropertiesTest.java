package dev.jbuild.parser.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Parser, checks, printer and formatter, for files of any kind. */
class ParsePropertiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Provide
  Arbitrary<byte[]> files() {
    return Inputs.files();
  }

  @Provide
  Arbitrary<byte[]> hugeFiles() {
    return Inputs.hugeFiles();
  }

  @Property(tries = 1500, seed = "1")
  void parsing_ofAnything_onlyEverReports(@ForAll("files") byte[] file) {
    Promises.checkParser(file);
  }

  @Property(tries = 1500, seed = "2")
  void checking_ofAnything_onlyEverReports(@ForAll("files") byte[] file) {
    Promises.checkChecks(file);
  }

  @Property(tries = 600, seed = "3")
  void printingAndFormatting_ofAnything_keepWhatItSays(@ForAll("files") byte[] file) {
    Promises.checkPrinter(file);
  }

  @Property(tries = 30, seed = "4", shrinking = ShrinkingMode.OFF)
  void parsing_ofUpToAMebibyte_isNoWait(@ForAll("hugeFiles") byte[] file) {
    assertTimeoutPreemptively(PATIENCE, () -> Promises.checkParser(file));
  }

  @Property(tries = 20, seed = "5", shrinking = ShrinkingMode.OFF)
  void checking_ofUpToAMebibyte_isNoWait(@ForAll("hugeFiles") byte[] file) {
    assertTimeoutPreemptively(PATIENCE, () -> Promises.checkChecks(file));
  }
}
