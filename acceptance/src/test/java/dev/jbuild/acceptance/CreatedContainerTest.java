package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers between {@code create} and their first start, and their names in a network. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CreatedContainerTest {
  private static final String USERS = "dev.jbuild.acceptance.User#available";

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
  @MethodSource(USERS)
  void create_always_makesAContainerThatStartsLater(User user) {
    try (Bench bench = new Bench(user)) {
      String script = "echo $A; echo x >>/f; exit $(cat /f | wc -l)";
      out(bench, "create", "--name", "later", "-e", "A=b", registry.baseName(), "sh", "-c", script);
      assertThat(out(bench, "ps", "-a", "--format", "{{.Names}} {{.Status}}"))
          .isEqualTo("later Created");
      assertThat(bench.jbuild("exec", "later", "true").expectExit(1).err())
          .contains("is not running");
      assertThat(bench.jbuild("start", "-a", "later").expectExit(1).out()).isEqualTo("b\n");
      assertThat(bench.jbuild("start", "-a", "later").expectExit(2).out()).isEqualTo("b\n");
      assertThat(out(bench, "logs", "later")).isEqualTo("b\nb");
      out(bench, "rm", "later");
      out(bench, "create", "-i", "--name", "reader", registry.baseName(), "cat");
      assertThat(out(bench, "start", "-ai", "reader")).isEmpty();
      out(bench, "rm", "reader");
      out(bench, "create", "--name", "never", registry.baseName());
      out(bench, "rm", "never");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void name_whenItIsMadeUp_isKnownInTheNetwork(User user) {
    try (Bench bench = new Bench(user)) {
      out(bench, "network", "create", "lan");
      String id = out(bench, "run", "-d", "--network", "lan", registry.baseName(), "sleep", "1000");
      String name = out(bench, "inspect", "--format", "{{.Name}}", id).substring(1);
      String address = "{{.NetworkSettings.Networks.lan.IPAddress}}";

      assertThat(
              out(bench, "run", "--rm", "--network", "lan", registry.baseName(), "nslookup", name))
          .contains("Address: " + out(bench, "inspect", "--format", address, id));
      assertThat(out(bench, "inspect", "--format", "{{.HostConfig.NetworkMode}}", id))
          .isEqualTo("lan");
      out(bench, "rm", "-f", id);
      out(bench, "network", "rm", "lan");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void start_whenAnotherHasItsAddress_takesOneThatIsFree(User user) {
    try (Bench bench = new Bench(user)) {
      out(bench, "network", "create", "--subnet", "10.93.77.0/24", "lan");
      out(
          bench,
          "create",
          "--name",
          "first",
          "--network",
          "lan",
          registry.baseName(),
          "sleep",
          "1000");
      // who is the only one of a network gets the first address, which the one above has had
      String[] asked = {"--network", "lan", registry.baseName(), "sleep", "1000"};
      String other = out(bench, with(asked, "run", "-d"));
      String taken = address(bench, other);

      out(bench, "start", "first");

      String now = address(bench, "first");
      assertThat(now).startsWith("10.93.77.").isNotEqualTo(taken);
      assertThat(out(bench, "exec", "first", "cat", "/etc/hosts")).contains(now + "\t");
      assertThat(out(bench, "exec", "first", "ip", "addr")).contains(now + "/24");
      assertThat(out(bench, "exec", other, "nslookup", "first")).contains("Address: " + now);
      out(bench, "rm", "-f", "first", other);
      out(bench, "network", "rm", "lan");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void start_whenAnotherHasTheAddressThatWasAskedFor_fails(User user) {
    try (Bench bench = new Bench(user)) {
      out(bench, "network", "create", "--subnet", "10.93.78.0/24", "lan");
      String image = registry.baseName();
      String[] asked = {"--network", "lan", "--ip", "10.93.78.9", image, "sleep", "1000"};
      out(bench, with(asked, "create", "--name", "first"));
      out(bench, with(asked, "run", "-d", "--name", "second"));

      assertThat(bench.jbuild("start", "first").expectExit(1).err())
          .contains("network lan", "the address is in use");

      out(bench, "rm", "-f", "first", "second");
      out(bench, "network", "rm", "lan");
      bench.assertNothingIsLeft();
    }
  }

  private static String[] with(String[] last, String... first) {
    List<String> words = new ArrayList<>(List.of(first));
    words.addAll(List.of(last));
    return words.toArray(String[]::new);
  }

  private static String address(Bench bench, String container) {
    return out(
        bench, "inspect", "--format", "{{.NetworkSettings.Networks.lan.IPAddress}}", container);
  }
}
