package dev.jbuild.parser.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "100us, PT0.0001S",
    "-2s, PT-2S"
  })
  void parse_ofDuration_readsIt(String text, Duration expected) throws Exception {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x        | time: invalid duration "x"
          ''       | time: invalid duration ""
          5        | time: missing unit in duration "5"
          5d       | time: unknown unit "d" in duration "5d"
          .s       | time: invalid duration ".s"
          9999999h | time: invalid duration "9999999h"
          """)
  void parse_ofNonsense_saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> GoDuration.parse(text)).hasMessage(message);
  }
}
