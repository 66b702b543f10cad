package dev.jbuild.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTest {

  @Test
  void table_whenCellsDiffer_alignsAsDockerDoes() {
    Table table = new Table("REPOSITORY", "TAG", "SIZE");
    table.row("app", "1", "7.05MB");
    table.row("registry.example/long/name", "latest", "0B");

    assertThat(table.lines())
        .containsExactly(
            "REPOSITORY                   TAG       SIZE",
            "app                          1         7.05MB",
            "registry.example/long/name   latest    0B");
  }

  @Test
  void table_whenCellIsMissing_isRefused() {
    assertThatThrownBy(() -> new Table("A", "B").row("a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moment_isWrittenAsGoWritesIt() {
    assertThat(Quantity.moment(Instant.parse("2026-02-03T12:30:59.5Z")))
        .matches("2026-02-0[234] \\d\\d:\\d\\d:59 [-+]\\d{4} \\S+");
    assertThat(Quantity.moment(null)).isEqualTo("N/A");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "999, 999B",
    "1000, 1kB",
    "1234, 1.23kB",
    "7050000, 7.05MB",
    "128400000, 128MB",
    "1500000000, 1.5GB",
    "9223372036854775807, 9.22EB"
  })
  void size_whenBytesGiven_hasThreeDigits(long bytes, String expected) {
    assertThat(Quantity.size(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.4S, Less than a second ago",
    "PT1S, 1 second ago",
    "PT59S, 59 seconds ago",
    "PT60S, About a minute ago",
    "PT59M, 59 minutes ago",
    "PT1H, About an hour ago",
    "PT47H, 47 hours ago",
    "P3D, 3 days ago",
    "P15D, 2 weeks ago",
    "P70D, 2 months ago",
    "P800D, 2 years ago"
  })
  void age_whenTimeHasPassed_readsAsDockerWritesIt(Duration passed, String expected) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(Quantity.age(now.minus(passed), now)).isEqualTo(expected);
  }

  @Test
  void age_whenUnknown_isNotAvailable() {
    assertThat(Quantity.age(null, Instant.EPOCH)).isEqualTo("N/A");
  }

  @Test
  void indentedJson_whenNested_hasFourBlanksALevel() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("Id", "sha256:\"0\"");
    value.put("Tags", List.of("a", "b"));
    value.put("None", List.of());
    value.put("Config", Map.of("Size", 5L));

    assertThat(IndentedJson.of(List.of(value)))
        .isEqualTo(
            """
            [
                {
                    "Id": "sha256:\\"0\\"",
                    "Tags": [
                        "a",
                        "b"
                    ],
                    "None": [],
                    "Config": {
                        "Size": 5
                    }
                }
            ]""");
  }
}
