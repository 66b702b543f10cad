package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A developer's first hour with a web service: built, started on a network, fetched, looked into,
 * called by another container, and taken away.
 */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WebServiceTest {
  private static final String DOCKERFILE =
      """
      FROM BASE
      WORKDIR /srv
      COPY page index.html
      EXPOSE 3000
      CMD ["sh", "-c", "echo listening on 3000; exec httpd -f -v -p 3000 -h /srv"]
      """;

  private static final String CLIENT =
      "wget -qO- http://web:3000; wget -qO- http://WWW.lan:3000; nslookup web | tail -n3";

  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  private static String out(Bench bench, String... words) {
    return bench.jbuild(words).expectSuccess().out().strip();
  }

  @ParameterizedTest
  @MethodSource("dev.jbuild.acceptance.User#available")
  void service_fromItsDockerfileToItsEnd_behavesAsWithDocker(User user) throws IOException {
    try (Bench bench = new Bench(user)) {
      bench.write("page", "hello from the service\n");
      bench.write("Dockerfile", DOCKERFILE.replace("BASE", registry.baseName()));
      bench.jbuild("-t", "service", ".").expectSuccess();
      out(bench, "network", "create", "--label", "tier=front", "lan");
      out(
          bench,
          "run -d --name web --network lan --network-alias www -p 127.0.0.1::3000 service"
              .split(" ", -1));

      assertThat(fetch(place(bench))).isEqualTo("hello from the service\n");
      assertThat(bench.jbuild("logs", "web").expectSuccess().all())
          .contains("listening on 3000", "response:200");
      String address = out(bench, "exec", "web", "sh", "-c", "tail -n1 /etc/hosts | cut -f1");
      assertThat(out(bench, "run", "--rm", "--network", "lan", "service", "sh", "-c", CLIENT))
          .startsWith("hello from the service\n".repeat(2))
          .contains("Address: " + address);
      assertThat(out(bench, "network", "inspect", "lan"))
          .contains("\"Name\": \"web\"", "\"IPv4Address\": \"" + address + "/24\"", "\"www\"");
      assertThat(bench.jbuild("network", "rm", "lan").expectExit(1).err())
          .contains("network lan has active endpoints: web (" + address + ")");

      out(bench, "stop", "-t", "1", "web");
      out(bench, "rm", "web");
      assertThat(out(bench, "network", "rm", "lan")).isEqualTo("lan");
      bench.assertNothingIsLeft();
    }
  }

  /** Where the service was published. */
  private static String place(Bench bench) {
    String ports = out(bench, "ps", "--format", "{{.Ports}}");
    assertThat(ports).matches("127\\.0\\.0\\.1:[0-9]+->3000/tcp");
    return ports.substring(0, ports.indexOf('-'));
  }

  private static String fetch(String place) throws IOException {
    while (true) {
      try (var in = URI.create("http://" + place + "/").toURL().openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (SocketException e) {
        Leftovers.pause(); // nothing listens there yet
      }
    }
  }
}
