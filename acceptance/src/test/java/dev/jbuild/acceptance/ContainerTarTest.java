package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of containers as tars, their processes, and their names, beside those that run. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ContainerTarTest {
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

  private static String shell(Bench bench, String script) {
    return bench.bash(script).expectSuccess().out().strip();
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void cp_withADash_readsAndWritesTars(User user) {
    try (Bench bench = new Bench(user)) {
      bench.write("in/sub/file", "text\n");
      out(bench, "run", "-d", "--name", "web", registry.baseName(), "sleep", "1000");
      shell(bench, "tar -cf - in | ./jbuild cp - web:/tmp");
      assertThat(out(bench, "exec", "web", "cat", "/tmp/in/sub/file")).isEqualTo("text");
      assertThat(shell(bench, "./jbuild cp web:/tmp/in - | tar -tf -"))
          .isEqualTo("in/\nin/sub/\nin/sub/file");
      assertThat(shell(bench, "./jbuild cp web:/tmp/in/. - | tar -xOf - sub/file"))
          .isEqualTo("text");
      out(bench, "kill", "web");
      out(bench, "wait", "web");
      assertThat(shell(bench, "./jbuild cp web:/tmp/in/sub/file - | tar -xOf - file"))
          .isEqualTo("text");
      out(bench, "rm", "web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void export_always_writesTheFilesWithoutMounts(User user) {
    try (Bench bench = new Bench(user)) {
      String script = "echo mine >/mine; echo volume >/v/volume; rm /bin/sed; sleep 1000";
      out(bench, "run", "-d", "--name", "web", "-v", "/v", registry.baseName(), "sh", "-c", script);
      while (bench.jbuild("exec", "web", "test", "!", "-e", "/bin/sed").exitCode() != 0) {
        Leftovers.pause();
      }
      out(bench, "export", "-o", bench.context().resolve("all.tar").toString(), "web");
      assertThat(shell(bench, "tar -tf all.tar").lines())
          .contains("mine", "bin/busybox")
          .doesNotContain("bin/sed", "v/volume", "proc/1/");
      assertThat(shell(bench, "./jbuild export web | tar -xOf - mine")).isEqualTo("mine");
      out(bench, "rm", "-f", "-v", "web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void topAndRename_ofARunningContainer_showItsProcessesAndGiveItANewName(User user) {
    try (Bench bench = new Bench(user)) {
      out(bench, "network", "create", "lan");
      out(
          bench,
          "run",
          "-d",
          "--name",
          "old",
          "--network",
          "lan",
          registry.baseName(),
          "sleep",
          "1000");
      out(bench, "exec", "-d", "old", "sleep", "2000");
      String pid = out(bench, "inspect", "--format", "{{.State.Pid}}", "old");
      assertThat(out(bench, "top", "old").lines().skip(1))
          .anyMatch(line -> line.contains(" " + pid + " ") && line.endsWith("sleep 1000"))
          .anyMatch(line -> line.endsWith("sleep 2000"))
          .hasSize(2);
      out(bench, "rename", "old", "new");
      assertThat(out(bench, "ps", "--format", "{{.Names}}")).isEqualTo("new");
      assertThat(bench.jbuild("rename", "new", "new").expectExit(1).err()).contains("Conflict");
      String names = "{{.NetworkSettings.Networks.lan.DNSNames}}";
      assertThat(out(bench, "inspect", "--format", names, "new")).startsWith("[new ");
      assertKnown(bench, "new", "old");
      out(bench, "restart", "-t", "0", "new");
      assertKnown(bench, "new", "old");
      out(bench, "rm", "-f", "new");
      assertThat(bench.jbuild("top", "new").expectExit(1).err()).contains("No such container");
      out(bench, "network", "rm", "lan");
      bench.assertNothingIsLeft();
    }
  }

  private static void assertKnown(Bench bench, String name, String formerName) {
    String[] ask = {"run", "--rm", "--network", "lan", registry.baseName(), "nslookup", ""};
    ask[ask.length - 1] = name;
    assertThat(out(bench, ask)).contains("Name:\t" + name);
    ask[ask.length - 1] = formerName;
    assertThat(bench.jbuild(ask).exitCode()).isNotZero();
  }
}
