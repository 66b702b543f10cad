package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The options of a build that say how its RUNs run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class RunFlagsTest {
  private Path home;
  private Program program;

  @SuppressWarnings("NullAway.Init") // set before the tests
  RunFlagsTest() {}

  @BeforeAll
  void importBase(@TempDir Path directory) throws Exception {
    home = directory;
    program = new Program(home);
    program.importBusybox(home, "busybox");
  }

  @AfterAll
  void emptyStore() throws IOException, InterruptedException {
    // The layers hold files that only their owner in the container may remove.
    Process remove = new ProcessBuilder("rm", "-rf", home.resolve("store").toString()).start();
    assertThat(remove.waitFor()).isZero();
  }

  /** Builds one RUN. */
  private Program.Ended run(String command, String... flags) {
    String[] words = new String[flags.length + 3];
    words[0] = "build";
    words[1] = "--progress=plain";
    System.arraycopy(flags, 0, words, 2, flags.length);
    words[flags.length + 2] = "-";
    String dockerfile = "FROM busybox\nRUN " + command + "\n";
    return program.runWithInput(dockerfile.getBytes(StandardCharsets.UTF_8), words);
  }

  @Test
  void build_whenARunTakesMoreMemoryThanItMay_saysThatAndNamesTheLine() {
    String hungry = "dd if=/dev/zero of=/dev/null bs=200M count=1";

    Program.Ended ended = run(hungry, "--memory", "64m");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("Dockerfile:2: ", hungry, "out of memory: exit code: 137");
    assertThat(run(hungry + " # enough", "-m", "512m").code()).isZero();
  }

  @Test
  void build_whenARunStartsMoreProcessesThanItMay_letsItFail() {
    Program.Ended ended =
        run("for i in $(seq 40); do sleep 60 & done; echo all", "--pids-limit", "20");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("can't fork").doesNotContain("#2 DONE");
  }

  @Test
  void build_withAHostName_tellsItToTheRun() {
    Program.Ended named =
        run("echo $(hostname) at $(grep -c $(hostname) /etc/hosts)", "--hostname", "worker");

    assertThat(named.code()).as(named.err()).isZero();
    assertThat(named.err()).containsPattern(" worker at [1-9]\n");
    assertThat(run("hostname").err()).contains(" buildkitsandbox\n");
    assertThat(
            run(
                    "echo by argument: $(hostname)",
                    "--hostname=worker",
                    "--build-arg=BUILDKIT_SANDBOX_HOSTNAME=other")
                .err())
        .contains(" by argument: other\n");
  }

  @Test
  void build_withLimits_isCachedByABuildWithOthers() {
    String command = "echo limits say nothing of the result";
    run(command, "--cpus", "0.5", "--memory=64m");

    assertThat(run(command, "--cpu-quota=20000", "--pids-limit=100").err())
        .contains("2/2 steps cached");
  }
}
