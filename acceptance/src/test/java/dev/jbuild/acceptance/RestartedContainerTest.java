package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers that start again by themselves, and process 1 beside the command. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RestartedContainerTest {
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

  private static String state(Bench bench, String name) {
    return out(bench, "inspect", "--format", "{{.State.Status}} {{.RestartCount}}", name);
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void container_thatFails_startsAsOftenAgainAsItMay(User user) {
    try (Bench bench = new Bench(user)) {
      out(bench, "network", "create", "lan");
      String script = "echo $(hostname -i) >>/f; cat /f; exit 7";
      run(
          bench,
          "run -d --name web --network lan --restart on-failure:2".split(" ", -1),
          registry.baseName(),
          "sh",
          "-c",
          script);

      assertThat(out(bench, "wait", "web")).isEqualTo("7");
      assertThat(state(bench, "web")).isEqualTo("exited 2");
      assertThat(out(bench, "logs", "web").lines()).hasSize(1 + 2 + 3).allMatch(a -> !a.isEmpty());
      assertThat(out(bench, "network", "rm", "lan")).isEqualTo("lan");
      out(bench, "rm", "web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void container_thatAlwaysStartsAgain_endsWhenItIsStopped(User user) {
    try (Bench bench = new Bench(user)) {
      run(
          bench,
          "run -d --name web --restart always".split(" ", -1),
          registry.baseName(),
          "sh",
          "-c",
          "echo again");
      while (out(bench, "logs", "web").lines().count() < 3) {
        Leftovers.pause();
      }
      out(bench, "stop", "web");
      assertThat(state(bench, "web")).startsWith("exited ").isNotEqualTo("exited 0");
      assertThat(out(bench, "inspect", "--format", "{{.HostConfig.RestartPolicy.Name}}", "web"))
          .isEqualTo("always");
      out(bench, "rm", "web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void command_withInit_isNotProcessOneAndGetsItsSignals(User user) {
    try (Bench bench = new Bench(user)) {
      String script = "trap 'exit 9' TERM; echo $$; while :; do sleep 0.1; done";
      run(
          bench,
          "run -d --init --name web".split(" ", -1),
          registry.baseName(),
          "sh",
          "-c",
          script);
      while (out(bench, "logs", "web").isEmpty()) {
        Leftovers.pause();
      }
      assertThat(out(bench, "logs", "web")).isEqualTo("2");
      out(bench, "kill", "-s", "TERM", "web");
      assertThat(out(bench, "wait", "web")).isEqualTo("9");
      out(bench, "rm", "web");
      String orphan = "(sleep 0.1 &); sleep 1; ps -o stat | grep -c Z; exit 3";
      assertThat(
              bench
                  .jbuild("run", "--rm", "--init", registry.baseName(), "sh", "-c", orphan)
                  .expectExit(3)
                  .out())
          .isEqualTo("0\n");
      bench.assertNothingIsLeft();
    }
  }

  private static String run(Bench bench, String[] words, String... more) {
    String[] all = new String[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return out(bench, all);
  }
}
