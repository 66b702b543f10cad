package dev.jbuild.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.executor.PublishedPort;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PortWordsTest {
  private static String shown(List<PublishedPort> ports) {
    return ports.stream()
        .map(
            port ->
                "%s %d-%d %d/%s"
                    .formatted(
                        port.hostAddress(),
                        port.firstHostPort(),
                        port.lastHostPort(),
                        port.containerPort(),
                        port.protocol()))
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          80                      | null 0-0 80/tcp
          8080:80                 | null 8080-8080 80/tcp
          :80                     | null 0-0 80/tcp
          0:80                    | null 0-0 80/tcp
          53:53/udp               | null 53-53 53/udp
          127.0.0.1:8080:80/tcp   | 127.0.0.1 8080-8080 80/tcp
          127.0.0.1::80           | 127.0.0.1 0-0 80/tcp
          [::1]:8080:80           | ::1 8080-8080 80/tcp
          [::1]::80/udp           | ::1 0-0 80/udp
          8000-8001:80-81         | null 8000-8000 80/tcp, null 8001-8001 81/tcp
          8000-8009:80            | null 8000-8009 80/tcp
          80-81                   | null 0-0 80/tcp, null 0-0 81/tcp
          """,
      delimiter = '|')
  void parse_ofDockersForms_givesThePorts(String word, String expected) {
    assertThat(shown(PortWords.parse(word))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          web              | it is [IP:][HOST:]CONTAINER[/tcp|udp], an IPv6 address in brackets
          8080:            | it is [IP:][HOST:]CONTAINER[/tcp|udp], an IPv6 address in brackets
          ::1:8080:80      | it is [IP:][HOST:]CONTAINER[/tcp|udp], an IPv6 address in brackets
          localhost:80:80  | "localhost" is no IP address of this machine
          80:80/sctp       | only tcp and udp can be published, not sctp
          70000:80         | 70000 is no port or range of ports up to 65535
          90-80:80         | 90-80 is no port or range of ports up to 65535
          80:0             | a container has no port 0
          80-83:80-81      | the ranges have 4 and 2 ports
          99999999999:80   | 99999999999 is no port
          """,
      delimiterString = " | ",
      quoteCharacter = '`')
  void parse_ofSomethingElse_namesTheMistake(String word, String message) {
    assertThatThrownBy(() -> PortWords.parse(word.strip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot publish \"" + word.strip() + "\": " + message.strip());
  }

  @Test
  void exposed_lessWhatIsPublished_isTheRest() {
    assertThat(
            shown(
                PortWords.exposed(
                    List.of("53/udp", "80/tcp", "8000-8001/tcp"), PortWords.parse("8080:80"))))
        .isEqualTo("null 0-0 53/udp, null 0-0 8000/tcp, null 0-0 8001/tcp");
  }
}
