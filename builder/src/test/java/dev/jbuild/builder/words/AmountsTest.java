package dev.jbuild.builder.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "17,17",
    "17b,17",
    "5kB,5000",
    "1.5M,1500000",
    "20 GB,20000000000",
    "2GiB,2147483648",
    "1ki,1024"
  })
  void size_ofWords_isBytes(String text, long bytes) {
    assertThat(Amounts.size(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GB", "-1", "1x", "1ib", "99999999999999999999", "1 2"})
  void size_ofOtherWords_isNone(String text) {
    assertThat(Amounts.size(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"36h,129600", "1h30m,5400", "14d,1209600", "2w,1209600", "0.5h,1800", "10s,10"})
  void span_ofWords_isSeconds(String text, long seconds) {
    assertThat(Amounts.span(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "5", "5h!", "-5h", "5 h"})
  void span_ofOtherWords_isNone(String text) {
    assertThat(Amounts.span(text)).isEmpty();
  }
}
