package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a container stays when it ends: its files, its volumes, its image. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KeptContainerTest {
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
  void container_withAName_staysAndCanBeStartedAgain(User user) {
    try (Bench bench = bench(user)) {
      bench
          .jbuild("run", "--name", "kept", "base", "sh", "-c", "echo x >>/f; cat /f; exit 3")
          .expectExit(3);
      assertThat(out(bench, "ps", "-a", "--format", "{{.Names}} {{.Status}}"))
          .startsWith("kept Exited (3)");
      assertThat(out(bench, "start", "kept")).isEqualTo("kept");
      assertThat(out(bench, "wait", "kept")).isEqualTo("3");
      assertThat(out(bench, "logs", "kept")).isEqualTo("x\nx\nx");
      assertThat(out(bench, "inspect", "--format", "{{.State.ExitCode}} {{.Name}}", "kept"))
          .isEqualTo("3 /kept");
      bench.jbuild("run", "--rm", "--name", "gone", "base", "true").expectSuccess();
      bench.jbuild("run", "base", "sh", "-c", "exit 4").expectExit(4);
      assertThat(out(bench, "ps", "-aq").lines()).hasSize(1);
      assertThat(out(bench, "container", "prune", "-f")).startsWith("Deleted Containers:\n");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void restart_always_stopsAndStarts(User user) {
    try (Bench bench = bench(user)) {
      out(bench, "run", "-d", "--name", "web", "base", "sh", "-c", "echo up; exec sleep 1000");
      String pid = out(bench, "inspect", "--format", "{{.State.Pid}}", "web");
      out(bench, "restart", "-t", "0", "web");
      assertThat(out(bench, "inspect", "--format", "{{.State.Running}}", "web")).isEqualTo("true");
      assertThat(out(bench, "inspect", "--format", "{{.State.Pid}}", "web")).isNotEqualTo(pid);
      assertThat(out(bench, "logs", "web")).isEqualTo("up\nup");
      out(bench, "rm", "-f", "web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void volumes_always_beginWithTheImagesFilesAndOutliveContainers(User user) {
    try (Bench bench = bench(user)) {
      bench.write(
          "Dockerfile",
          """
          FROM base
          RUN mkdir -p /data/sub /own && echo one >/data/sub/f && chown -R 33:33 /data && echo o >/own/o
          VOLUME /own
          """);
      bench.jbuild("build", "-t", "app", ".").expectSuccess();
      String first = "stat -c %u:%g /data /data/sub/f; cat /data/sub/f; echo two >/data/sub/f";
      assertThat(out(bench, "run", "-v", "shared:/data", "app", "sh", "-c", first))
          .isEqualTo("33:33\n33:33\none");
      assertThat(
              out(
                  bench,
                  "run",
                  "-v",
                  "shared:/d:ro",
                  "app",
                  "sh",
                  "-c",
                  "cat /d/sub/f; (: >/d/x) || echo closed"))
          .isEqualTo("two\nclosed");
      assertThat(out(bench, "volume", "ls", "-q")).isEqualTo("shared");
      out(bench, "run", "-d", "--name", "web", "-v", "shared:/data", "app", "sleep", "1000");
      assertThat(out(bench, "volume", "ls", "-q").lines()).hasSize(2);
      assertThat(out(bench, "exec", "web", "cat", "/own/o")).isEqualTo("o");
      assertThat(bench.jbuild("volume", "rm", "shared").expectExit(1).err())
          .contains("volume is in use");
      out(bench, "rm", "-f", "-v", "web");
      assertThat(out(bench, "volume", "ls", "-q")).isEqualTo("shared");
      assertThat(out(bench, "volume", "prune", "-f")).isEmpty();
      assertThat(out(bench, "volume", "inspect", "--format", "{{.Mountpoint}}", "shared"))
          .isEqualTo(bench.store() + "/volumes/shared/_data");
      out(bench, "volume", "rm", "shared");
      assertThat(bench.store().resolve("volumes")).isEmptyDirectory();
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void root_whenReadOnly_takesNothingButWhatIsMounted(User user) {
    try (Bench bench = bench(user)) {
      String script =
          "for f in /x /run/x /dev/shm/x /v/x; do (: >$f) 2>/dev/null && echo $f; done; df -k /run";
      assertThat(
              out(
                  bench,
                  "run",
                  "--read-only",
                  "--tmpfs",
                  "/run:size=64k,mode=700",
                  "-v",
                  "/v",
                  "base",
                  "sh",
                  "-c",
                  script))
          .startsWith("/run/x\n/dev/shm/x\n/v/x\n")
          .containsPattern("[a-z]+ +64 ");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void rmi_ofAnImageInUse_isRefused(User user) {
    try (Bench bench = bench(user)) {
      out(bench, "rmi", registry.baseName());
      out(bench, "run", "-d", "--name", "web", "base", "sleep", "1000");
      String id = out(bench, "images", "-q");
      String container = out(bench, "ps", "-q");
      assertThat(bench.jbuild("rmi", "base").expectExit(1).err())
          .contains("(must force) - container " + container + " is using");
      assertThat(bench.jbuild("rmi", "-f", id).expectExit(1).err())
          .contains("(cannot be forced) - image is being used by running container " + container);
      out(bench, "kill", "web");
      out(bench, "wait", "web");
      assertThat(bench.jbuild("rmi", id).expectExit(1).err()).contains("(must be forced)");
      out(bench, "rmi", "-f", "base");
      out(bench, "prune", "-af");
      out(bench, "start", "web");
      assertThat(out(bench, "exec", "web", "ls", "/bin/sed")).isEqualTo("/bin/sed");
      out(bench, "rm", "-f", "web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void port_always_tellsWhereItIsPublished(User user) {
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
          "-p",
          "127.0.0.1::53/udp",
          "base",
          "sleep",
          "1000");
      List<String> ports = out(bench, "port", "web").lines().toList();
      assertThat(ports).hasSize(2);
      assertThat(ports.getFirst()).matches("53/udp -> 127\\.0\\.0\\.1:[0-9]+");
      assertThat("80/tcp -> " + out(bench, "port", "web", "80")).isEqualTo(ports.getLast());
      bench.jbuild("port", "web", "81").expectExit(1);
      out(bench, "rm", "-f", "web");
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void cp_ofRunningAndEndedContainers_copiesBothWays(User user) {
    try (Bench bench = bench(user)) {
      bench.write("in/sub/file", "text\n");
      out(bench, "run", "-d", "--name", "web", "-v", "v:/vol", "base", "sleep", "1000");
      out(bench, "cp", "in", "web:/vol");
      out(bench, "cp", "in/.", "web:/tmp/");
      out(bench, "cp", "in/sub/file", "web:/renamed");
      assertThat(out(bench, "exec", "web", "cat", "/vol/in/sub/file", "/tmp/sub/file", "/renamed"))
          .isEqualTo("text\ntext\ntext");
      assertThat(out(bench, "exec", "web", "stat", "-c", "%u:%g", "/vol/in")).isEqualTo("0:0");
      out(bench, "exec", "web", "sh", "-c", "ln -s renamed /link; ln /renamed /tmp/other");
      out(bench, "cp", "-L", "web:/link", "followed");
      out(bench, "cp", "web:/vol/in", "tree");
      assertThat(bench.jbuild("cp", "in", "web:/renamed").expectExit(1).err())
          .contains("cannot copy a directory to the file /renamed");
      assertThat(bench.jbuild("cp", "web:/missing", ".").expectExit(1).err())
          .contains("/missing: No such file");

      out(bench, "kill", "web");
      out(bench, "wait", "web");
      out(bench, "cp", "web:/tmp", "ended");
      out(bench, "cp", "in/sub/file", "web:/late");
      out(bench, "start", "web");
      assertThat(out(bench, "exec", "web", "cat", "/late")).isEqualTo("text");
      out(bench, "rm", "-f", "web");
      out(bench, "volume", "rm", "v");
      for (String file : List.of("followed", "tree/sub/file", "ended/sub/file")) {
        assertThat(bench.context().resolve(file)).hasContent("text\n");
      }
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource(USERS)
  void healthcheck_ofTheImage_isShownAsItChanges(User user) {
    try (Bench bench = bench(user)) {
      bench.write(
          "Dockerfile",
          "FROM base\nHEALTHCHECK --interval=200ms --retries=2 CMD cat /well || exit 1\n");
      bench.jbuild("build", "-t", "app", ".").expectSuccess();
      out(bench, "run", "-d", "--name", "web", "app", "sleep", "1000");
      awaitHealth(bench, "unhealthy");
      out(bench, "exec", "web", "sh", "-c", "echo fine >/well");
      awaitHealth(bench, "healthy");
      assertThat(out(bench, "ps", "--filter", "health=healthy", "--format", "{{.Status}}"))
          .matches("Up .* \\(healthy\\)");
      assertThat(out(bench, "inspect", "web")).contains("\"Output\": \"fine\\n\"");
      out(bench, "rm", "-f", "web");
      out(bench, "run", "-d", "--name", "none", "--no-healthcheck", "app", "sleep", "1000");
      assertThat(out(bench, "ps", "--format", "{{.Status}}")).doesNotContain("health");
      out(bench, "rm", "-f", "none");
      bench.assertNothingIsLeft();
    }
  }

  private static void awaitHealth(Bench bench, String status) {
    for (int i = 0; i < 100; i++) {
      if (out(bench, "inspect", "--format", "{{.State.Health.Status}}", "web").equals(status)) {
        return;
      }
      Leftovers.pause();
    }
    throw new AssertionError("never " + status + ": " + out(bench, "inspect", "web"));
  }
}
