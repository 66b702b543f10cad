package dev.jbuild.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64",
    "Linux/x86_64, linux/amd64",
    "linux/aarch64, linux/arm64",
    "linux/arm64/v8, linux/arm64",
    "linux/arm/v7, linux/arm/v7",
  })
  void parse_normalisesTheNamesOfOneMachine(String text, String platform) {
    assertThat(Platform.parse(text)).hasToString(platform);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "a/b/c/d"})
  void parse_whenMalformed_refuses(String text) {
    assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(OciFormatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64, true",
    "linux/arm64, linux/arm64/v8, true",
    "linux/arm, linux/arm/v7, true",
    "linux/arm/v6, linux/arm/v7, false",
    "linux/amd64, windows/amd64, false",
  })
  void accepts_comparesWhatWasAskedFor(String wanted, String offered, boolean accepted) {
    assertThat(Platform.parse(wanted).accepts(Platform.parse(offered))).isEqualTo(accepted);
  }
}
