package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff BACKOFF = new Backoff(3, Duration.ofMillis(500));

  private static Optional<Duration> retryAfter(String value) {
    HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of(value)), (n, v) -> true);
    BodyStream body = new BodyStream(Duration.ofSeconds(1));
    return new Reply(URI.create("http://h"), 429, headers, body).retryAfter();
  }

  @Test
  void delay_doublesUpToALimit() {
    assertThat(BACKOFF.delay(1, Optional.empty())).isBetween(ms(250), ms(500));
    assertThat(BACKOFF.delay(3, Optional.empty())).isBetween(ms(1000), ms(2000));
    assertThat(BACKOFF.delay(60, Optional.empty())).isBetween(ms(5000), ms(10_000));
  }

  @Test
  void delay_thatIsAskedFor_isKeptWithinReason() {
    assertThat(BACKOFF.delay(1, Optional.of(ms(7000)))).isEqualTo(ms(7000));
    assertThat(BACKOFF.delay(1, Optional.of(Duration.ofDays(1)))).isEqualTo(ms(60_000));
  }

  @Test
  void allows_asManyRetriesAsGiven() {
    assertThat(BACKOFF.allows(3)).isTrue();
    assertThat(BACKOFF.allows(4)).isFalse();
  }

  @Test
  void retryAfter_inSecondsOrAsADate_isRead() {
    ZonedDateTime soon = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30);

    assertThat(retryAfter("3")).contains(Duration.ofSeconds(3));
    assertThat(retryAfter(DateTimeFormatter.RFC_1123_DATE_TIME.format(soon)).orElseThrow())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    assertThat(retryAfter("Sat, 01 Jan 2000 00:00:00 GMT")).contains(Duration.ZERO);
    assertThat(retryAfter("soon")).isEmpty();
    assertThat(retryAfter("99999999999999999999")).isEmpty();
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
