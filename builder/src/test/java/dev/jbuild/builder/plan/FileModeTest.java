package dev.jbuild.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileModeTest {
  @ParameterizedTest
  @CsvSource({
    "644, 0600, false, 0644",
    "4755, 0600, false, 4755",
    "go-w, 0666, false, 0644",
    "'u=rw,g=r,o=r', 0777, false, 0644",
    "a+X, 0600, false, 0600",
    "a+X, 0700, false, 0711",
    "a+X, 0600, true, 0711",
    "+x, 0644, false, 0755",
    "u+s, 0755, false, 4755",
    "+t, 0777, true, 1777",
    "o=, 0777, false, 0770",
  })
  void apply_ofMode_changesBitsAsChmod(
      String mode, String before, boolean directory, String after) {
    assertThat(FileMode.parse(mode).apply(Integer.parseInt(before, 8), directory))
        .isEqualTo(Integer.parseInt(after, 8));
  }
}
