package dev.jbuild.builder.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseNamesTest {
  private final LicenseNames names = new LicenseNames();

  @ParameterizedTest
  @CsvSource({
    "MIT, MIT",
    "apache-2.0, Apache-2.0",
    "(mit or Apache-2.0), (MIT OR Apache-2.0)",
    "GPL-2.0-or-later WITH GCC-exception-2.0 and ISC, GPL-2.0-or-later WITH GCC-exception-2.0 AND ISC",
    "GPL-2.0+, GPL-2.0+",
    "EPL-1.0+ OR MIT, EPL-1.0+ OR MIT",
  })
  void expression_ofKnownNames_spellsThemAsTheList(String text, String expression) {
    assertThat(names.expression(text)).contains(expression);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "Apache License",
    "MIT OR",
    "(MIT",
    "MIT)",
    "MIT ISC",
    "AND MIT",
    "SEE LICENSE IN x",
    "custom",
    "MIT/X11",
    "OR OR OR",
    "()",
  })
  void expression_ofAnythingElse_isNone(String text) {
    assertThat(names.expression(text)).isEmpty();
  }
}
