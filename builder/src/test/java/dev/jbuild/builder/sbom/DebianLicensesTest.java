package dev.jbuild.builder.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DebianLicensesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GPL-2+ | GPL-2.0-or-later",
        "GPL-2 | GPL-2.0-only",
        "GPL-2.0+ | GPL-2.0-or-later",
        "GPLv3+ | GPL-3.0-or-later",
        "LGPL-2.1+ | LGPL-2.1-or-later",
        "LGPL-3+ or GPL-2+ | LGPL-3.0-or-later OR GPL-2.0-or-later",
        "GFDL-1.3 | GFDL-1.3-only",
        "AGPL-3 | AGPL-3.0-only",
        "Expat | MIT",
        "GPL-1+ or Artistic | GPL-1.0-or-later OR Artistic-1.0",
        "BSD-3-clause and Zlib | BSD-3-Clause AND Zlib",
        "MIT, and ISC | MIT AND ISC",
        "public-domain | public-domain",
        "GPL-2+ with Autoconf exception | GPL-2+ with Autoconf exception",
      })
  void spdx_namesWhatSpdxHasANameFor(String debian, String expected) {
    assertThat(new DebianLicenses().spdx(debian)).isEqualTo(expected);
  }

  @Test
  void read_takesTheLicensesOfFiles_eachOnce() throws IOException {
    assertThat(
            read(
                """
                Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
                Upstream-Name: x

                Files: *
                Copyright: 2020 A
                License: GPL-3+

                Files: lib/*
                Copyright: 2020 B
                License: Expat
                 Permission is hereby granted
                 .
                 License: not this

                Files: doc/*
                License: GPL-3+

                License: unused
                 text
                """))
        .containsExactly("GPL-3.0-or-later", "MIT");
  }

  @Test
  void read_ofFreeText_saysNothing() throws IOException {
    assertThat(read("This is free.\nLicense: GPL-3\n\nFiles: x\nLicense: MIT\n")).isEmpty();
    assertThat(read("")).isEmpty();
  }

  private static List<String> read(String text) throws IOException {
    return new DebianLicenses()
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
