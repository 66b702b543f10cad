package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Maven goals do not do: run what did not change, and call servers when offline. */
@SuppressWarnings("NullAway.Init") // set before each test
class MavenQuietTest {
  private static final String OFFLINE = "Maven is offline (-o)";
  private final Bench bench = new Bench(User.SELF);
  private CountedServer server;

  @BeforeEach
  void startServer() {
    server = new CountedServer();
    bench.copySample("maven-sample");
    String script = Checkout.ROOT.resolve("scripts/busybox-base.sh").toString();
    Command.of(bench.home(), script, "busybox.tar").run().expectSuccess();
    bench
        .jbuild("import", bench.home().resolve("busybox.tar").toString(), "localhost/busybox")
        .expectSuccess();
  }

  @AfterEach
  void removeBench() throws IOException {
    server.close();
    bench.assertNothingIsLeft();
    bench.close();
  }

  private Outcome maven(String... words) throws IOException {
    return new MavenPlace(bench).run(MavenVersion.V3_9, words);
  }

  private void dockerfile(String text) throws IOException {
    Files.writeString(bench.context().resolve("Dockerfile"), text.replace("SERVER", server.host()));
  }

  /** What a step writes is in no layer: that it ran is known by the server that it called. */
  @Test
  void build_whenNothingChanged_runsNothing() throws IOException {
    dockerfile("FROM localhost/busybox\nCOPY greeting.txt /\nRUN wget -qO- http://SERVER/\n");
    assertThat(maven("package").expectSuccess().out()).contains("1 of 3 steps cached");
    String digest = digest();
    assertThat(server.connections()).isEqualTo(1);

    Outcome again = maven("package").expectSuccess();

    assertThat(again.out()).contains("3 of 3 steps cached");
    assertThat(digest()).isEqualTo(digest);
    assertThat(server.connections()).isEqualTo(1);

    Files.writeString(bench.context().resolve("greeting.txt"), "changed");
    maven("package").expectSuccess();
    assertThat(server.connections()).isEqualTo(2);
  }

  private String digest() throws IOException {
    Path file = bench.context().resolve("target/jbuild/digest");
    return Files.readString(file);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          FROM SERVER/team/base:1                                    |
          FROM localhost/busybox;COPY --from=SERVER/team/base:1 a /a |
          FROM localhost/busybox;ADD http://SERVER/f /f              |
          FROM localhost/busybox;ADD http://SERVER/r.git /r          |
          FROM localhost/busybox;ADD git@localhost:team/r.git /r     | -Djbuild.ssh=default=KEY
          FROM localhost/busybox                                     | -Djbuild.tags=SERVER/a:1 -Djbuild.push=true
          """,
      delimiter = '|')
  void build_offline_callsNoServerAndSaysSo(String lines, String options) throws IOException {
    dockerfile(lines.replace(';', '\n') + "\n");
    List<String> words = new ArrayList<>(List.of("--offline"));
    if (options != null) {
      words.addAll(List.of(here(options).split(" ")));
    }
    words.add("package");

    Outcome outcome = maven(words.toArray(String[]::new));

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.out()).containsIgnoringCase("offline");
    assertThat(server.connections()).isZero();
  }

  private String here(String options) throws IOException {
    Path key = bench.home().resolve("key");
    if (options.contains("KEY") && !Files.exists(key)) {
      Command.of(bench.home(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "" + key)
          .run()
          .expectSuccess();
    }
    return options.replace("SERVER", server.host()).replace("KEY", key.toString());
  }

  @Test
  void build_offlineWithWhatIsInTheStore_callsNoServer() throws IOException {
    dockerfile("FROM localhost/busybox\nRUN echo made\n");
    String cache = "-Djbuild.cacheFrom=" + server.host() + "/c:1";

    assertThat(maven("--offline", "-Djbuild.pull=true", cache, "package").expectSuccess().out())
        .contains("made");

    assertThat(server.connections()).isZero();
  }

  @Test
  void push_offline_callsNoServerAndSaysSo() throws IOException {
    dockerfile("FROM localhost/busybox\nRUN echo made\n");
    String name = "-Djbuild.tags=" + server.host() + "/a:1";
    maven(name, "package").expectSuccess();

    Outcome outcome = maven("--offline", name, "jbuild:push");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains(OFFLINE);
    assertThat(server.connections()).isZero();
    assertThat(maven(name, "jbuild:push").exitCode()).isEqualTo(1);
    assertThat(server.connections()).as("the counter counts").isPositive();
  }
}
