package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first hour of somebody who has nothing but the README: its commands in their order, in an
 * empty directory, with the output that it shows.
 */
@ParameterizedClass
@MethodSource("dev.jbuild.acceptance.User#available")
@SuppressWarnings("NullAway.Init") // set before each test
class FirstHourTest {
  private static final String MARK = "=== command ";
  private static BaseRegistry registry;

  @Parameter User user;
  private Bench bench;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @BeforeEach
  void doWhatQuickstartDoes() {
    bench = new Bench(user);
    String script = Checkout.ROOT.resolve("scripts/busybox-base.sh").toString();
    Command.of(bench.context(), script, "busybox.tar").run().expectSuccess();
    bench.bash("./jbuild import busybox.tar localhost/busybox").expectSuccess();
  }

  @AfterEach
  void removeBench() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  @Test
  void readme_commandByCommand_showsWhatItSays() throws IOException {
    int port = freePort();
    ConsolePage page = ConsolePage.read(Checkout.ROOT.resolve("README.md"));
    String script = here(page.script(MARK), port);

    Outcome outcome = bench.bash(script);

    List<String> outputs = List.of(outcome.out().split("(?m)^" + MARK + "\\d+\n", -1));
    assertThat(outputs).as(outcome.toString()).hasSize(page.commands().size() + 1);
    for (int i = 0; i < page.commands().size(); i++) {
      ConsolePage.Shown shown = page.commands().get(i);
      List<String> expected = shown.output().stream().map(line -> here(line, port)).toList();
      assertThat(LooseText.of(outputs.get(i + 1)) + "\n")
          .as("README.md:%d: %s\n%s", shown.line(), shown.command(), outputs.get(i + 1))
          .matches(LooseText.pattern(expected));
    }
  }

  /** The page with the places of this test. */
  private String here(String text, int port) {
    return text.replace("/tmp/web", bench.context().resolve("web").toString())
        .replace("localhost:5000", registry.host())
        .replace("-p 8080:8080", "-p " + port + ":8080")
        .replace("0.0.0.0:8080->", "0.0.0.0:" + port + "->");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
