package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers that outlive their command: started, looked at, asked to end, removed and killed. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DetachedContainerTest {
  private static final String USERS = "dev.jbuild.acceptance.User#available";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  /** The image is there before: what a container takes to start is not that of a pull. */
  private static Bench bench(User user) {
    Bench bench = new Bench(user);
    bench.jbuild("pull", "-q", registry.baseName()).expectSuccess();
    bench.jbuild("tag", registry.baseName(), "base").expectSuccess();
    return bench;
  }

  private static String out(Bench bench, String... words) {
    return bench.jbuild(words).expectSuccess().out().strip();
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void container_always_canBeSeenEnteredStoppedAndRemoved(User user) {
    try (Bench bench = bench(user)) {
      String script =
          "trap 'echo bye; exit 3' TERM; echo one; echo two >&2; while :; do sleep 1; done";
      String id =
          out(
              bench,
              "run",
              "-d",
              "--name",
              "web",
              "-l",
              "tier=front",
              "-e",
              "A=b",
              "-w",
              "/tmp",
              "base",
              "sh",
              "-c",
              script);
      assertThat(id).matches("[0-9a-f]{64}");

      assertThat(out(bench, "ps").lines().toList())
          .hasSize(2)
          .last()
          .asString()
          .matches(id.substring(0, 12) + " +base +\"sh -c trap .*\" +.* ago +Up .* +web");
      assertThat(out(bench, "ps", "-q", "--no-trunc", "--filter", "label=tier=front"))
          .isEqualTo(id);
      assertThat(out(bench, "ps", "-q", "--filter", "name=other")).isEmpty();
      assertThat(out(bench, "exec", "-e", "C=d", "web", "sh", "-c", "echo $A $C; pwd; ls /proc/1"))
          .startsWith("b d\n/tmp\n");
      bench.jbuild("exec", "web", "sh", "-c", "exit 9").expectExit(9);
      bench.jbuild("exec", "web", "nosuch").expectExit(127);
      Outcome logs = bench.jbuild("logs", id.substring(0, 5)).expectSuccess();
      assertThat(List.of(logs.out(), logs.err())).containsExactly("one\n", "two\n");
      assertThat(bench.jbuild("rm", "web").expectExit(1).err()).contains("container is running");
      assertThat(bench.jbuild("run", "-d", "--name", "web", "base", "true").expectExit(125).err())
          .contains("The container name \"/web\" is already in use");

      assertThat(out(bench, "stop", "web")).isEqualTo("web");
      assertThat(out(bench, "ps")).doesNotContain("web");
      assertThat(out(bench, "ps", "-a", "--format", "{{.Names}} {{.State}} {{.Status}}"))
          .startsWith("web exited Exited (3) ");
      assertThat(bench.jbuild("logs", "--tail", "1", "-t", "web").expectSuccess().out())
          .matches("[-0-9]{10}T[0-9:]{8}\\.[0-9]{9}Z bye\n");
      assertThat(out(bench, "wait", "web")).isEqualTo("3");
      assertThat(bench.jbuild("exec", "web", "true").expectExit(1).err()).contains("not running");
      out(bench, "rm", "web");
      assertThat(bench.jbuild("rm", "web").expectExit(1).err()).contains("No such container: web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void container_withRm_goesWhenItEnds(User user) throws IOException {
    try (Bench bench = bench(user)) {
      Path file = bench.context().resolve("id");
      bench.write("variables", "# none\nONE=1\nTWO=a b\n");
      String id =
          out(
              bench,
              "run",
              "-d",
              "--rm",
              "--cidfile",
              "id",
              "--env-file",
              "variables",
              "base",
              "sh",
              "-c",
              "until [ -e /go ]; do sleep 0.1; done; echo $ONE $TWO >/said; exit 5");
      assertThat(Files.readString(file)).isEqualTo(id);
      try (Command.Running wait = bench.jbuildCommand("wait", id).start();
          Command.Running logs = bench.jbuildCommand("logs", "-f", id).start()) {
        out(bench, "exec", "-d", id, "sh", "-c", "echo begun >/proc/1/fd/1; sleep 1; touch /go");
        assertThat(wait.await(LIMIT).expectSuccess().out()).isEqualTo("5\n");
        assertThat(logs.await(LIMIT).expectSuccess().out()).isEqualTo("begun\n");
      }
      assertThat(out(bench, "ps", "-aq")).isEmpty();
      assertThat(bench.jbuild("run", "-d", "--cidfile", "id", "base", "true").expectExit(125).err())
          .contains("container ID file found");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void container_whoseCommandIsMissing_isNone(User user) {
    try (Bench bench = bench(user)) {
      assertThat(bench.jbuild("run", "-d", "base", "nosuch").expectExit(127).err())
          .contains("nosuch");
      assertThat(out(bench, "ps", "-aq")).isEmpty();
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void container_whenAnyOfItsProcessesIsKilled_isListedAsKilled(User user) {
    try (Bench bench = bench(user)) {
      for (int above = 1; above <= 3; above++) {
        String name = "killed-" + above;
        out(bench, "run", "-d", "--name", name, "base", "sh", "-c", "sleep 1000 & sleep 1000");
        ProcessHandle victim =
            ProcessHandle.of(Long.parseLong(state(bench, name, "pid"))).orElseThrow();
        for (int i = 0; i < above; i++) {
          victim = victim.parent().orElseThrow();
        }
        assertThat(victim.destroyForcibly()).isTrue();
        out(bench, "wait", name);
        Leftovers.awaitNoProcessOf(bench.home());
        assertThat(out(bench, "ps", "-a", "--format", "{{.Status}}")).startsWith("Exited (137)");
        assertThat(out(bench, "rm", name)).isEqualTo(name);
      }
      bench.assertNothingIsLeft();
    }
  }

  /** A value of the file that the helper of the only container writes. */
  private static String state(Bench bench, String name, String key) {
    String id = out(bench, "ps", "-q", "--no-trunc", "--filter", "name=" + name);
    try {
      return Files.readAllLines(bench.store().resolve("containers/" + id + "/state")).stream()
          .filter(line -> line.startsWith(key + "\t"))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What is there once nothing is on its way to run, or to be gone, any more. */
  private static List<String> settled(Bench bench) throws Exception {
    List<String> all = out(bench, "ps", "-aq").lines().toList();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!out(bench, "ps", "-q").lines().toList().equals(all)) {
      assertThat(System.nanoTime()).as("containers that do not run: " + all).isLessThan(deadline);
      all = out(bench, "ps", "-aq").lines().toList();
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void run_whenKilledAtAnyMoment_leavesAContainerThatRunsOrNone(User user) throws Exception {
    Random random = new Random(7);
    int running = 0;
    try (Bench bench = bench(user)) {
      long start = System.nanoTime();
      out(bench, "rm", "-f", out(bench, "run", "-d", "base", "sleep", "1000"));
      long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      for (int round = 0; round < 12; round++) {
        try (Command.Running run =
            bench.jbuildCommand("run", "-d", "base", "sleep", "1000").start()) {
          run.process().waitFor(random.nextLong(whole), TimeUnit.MILLISECONDS);
          run.process()
              .descendants()
              .filter(DetachedContainerTest::isJava)
              .forEach(ProcessHandle::destroyForcibly);
          if (isJava(run.process().toHandle())) {
            run.process().destroyForcibly();
          }
          run.process().waitFor();
        }
        List<String> ids = settled(bench);
        running += ids.size();
        for (String id : ids) {
          assertThat(out(bench, "exec", id, "echo", "alive")).isEqualTo("alive");
          out(bench, "rm", "-f", id);
        }
        Leftovers.awaitNoProcessOf(bench.home());
      }
      System.out.println(running + " containers outlived their killed command");
      out(bench, "run", "-d", "--rm", "base", "true");
      Leftovers.awaitNoProcessOf(bench.home());
      bench.assertNothingIsLeft();
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/java")).isPresent();
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void container_withPublishedPort_isReachedWithoutItsCommand(User user) throws Exception {
    try (Bench bench = bench(user)) {
      out(
          bench,
          "run",
          "-d",
          "--name",
          "web",
          "--network",
          "none",
          "-p",
          "127.0.0.1::80",
          "base",
          "sh",
          "-c",
          "echo hello >/index.html; exec busybox httpd -f -p 80 -h /");
      String shown = out(bench, "ps", "--format", "{{.Ports}}");
      assertThat(shown).matches("127\\.0\\.0\\.1:[0-9]+->80/tcp");
      String place = shown.substring(0, shown.indexOf('-'));
      assertThat(get("http://" + place + "/index.html")).isEqualTo("hello\n");
      out(bench, "rm", "-f", "web");
      bench.assertNothingIsLeft();
    }
  }

  private static String get(String address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void prune_besideAContainer_leavesItsLayersThoughItsImageIsGone(User user) {
    try (Bench bench = bench(user)) {
      out(bench, "run", "-d", "--name", "web", "base", "sleep", "1000");
      bench.jbuild("rmi", "-f", "base", registry.baseName()).expectSuccess();
      out(bench, "prune", "-af");
      assertThat(out(bench, "exec", "web", "ls", "/bin/sed")).isEqualTo("/bin/sed");
      out(bench, "rm", "-f", "web");
      out(bench, "prune", "-af");
      assertThat(bench.store().resolve("layers")).isEmptyDirectory();
      bench.assertNothingIsLeft();
    }
  }
}
