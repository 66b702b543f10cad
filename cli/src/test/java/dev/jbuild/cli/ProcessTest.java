package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, pipes, terminals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class ProcessTest {
  private static final String BASE = "localhost/busybox";

  private Path home;

  @SuppressWarnings("NullAway.Init") // set before the tests
  ProcessTest() {}

  @BeforeAll
  void importBase(@TempDir Path directory) throws Exception {
    home = directory;
    Path tar = home.resolve("busybox.tar");
    assertThat(ended(new ProcessBuilder("../scripts/busybox-base.sh", tar.toString()).start()))
        .isZero();
    assertThat(new Program(home).run("import", tar.toString(), BASE).code()).isZero();
  }

  @AfterAll
  void emptyStore() throws Exception {
    assertThat(ended(new ProcessBuilder("rm", "-rf", home.resolve("store").toString()).start()))
        .isZero();
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private List<String> command(String terminal, String... words) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Djbuild.terminal=" + terminal);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.jbuild.cli.Main");
    command.addAll(List.of(words));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("JBUILD_ROOT", home.resolve("store").toString());
    return builder.redirectErrorStream(true).start();
  }

  /** Reads until {@code text} has come, and returns what came. */
  private static String readUntil(InputStream in, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      assertThat(next).as(read.toString()).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(ended(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start())).isZero();
  }

  @Test
  void build_whenInterrupted_endsItsContainers() throws Exception {
    String mark = "86397";
    Path context = Files.createDirectories(home.resolve("slow"));
    Files.writeString(
        context.resolve("Dockerfile"), "FROM " + BASE + "\nRUN echo under''way; sleep " + mark);
    Process process = start(command("", "build", "--no-cache", context.toString()));
    readUntil(process.getInputStream(), "underway");
    signal(process, "INT");

    assertThat(ended(process)).isEqualTo(130);
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .endsWith("interrupted\n");
    assertThat(ProcessHandle.allProcesses().map(each -> each.info().commandLine().orElse("")))
        .noneMatch(line -> line.endsWith("sleep " + mark));
    assertThat(home.resolve("store/tmp")).isEmptyDirectory();
  }

  @Test
  void run_whenTerminated_passesItOnAndReturnsTheExitCode() throws Exception {
    String script = "trap 'echo got it; exit 143' TERM; echo ready; while :; do sleep 0.05; done";
    Process process = start(command("", "run", BASE, "sh", "-c", script));
    readUntil(process.getInputStream(), "ready");
    signal(process, "TERM");

    readUntil(process.getInputStream(), "got it");
    assertThat(ended(process)).isEqualTo(143);
  }

  @Test
  void output_whenNobodyReadsIt_endsSilently() throws Exception {
    Path err = home.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command("", "--root", home + "/store", "images"));
    builder.environment().put("HOME", home.toString());
    Process process = builder.redirectError(err.toFile()).start();
    process.getInputStream().close();

    assertThat(ended(process)).isEqualTo(141);
    assertThat(err).isEmptyFile();
  }

  @Test
  void run_whenOnTerminal_attachesIt() throws Exception {
    List<String> run = command("ioe 24 80", "run", "-it", BASE, "sh", "-c", "tty; exit 5");
    String quoted = "'" + String.join("' '", run) + "'";
    Process process = start(List.of("script", "-qec", "stty rows 33; " + quoted, "/dev/null"));
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shown).contains("/dev/pts/0");
    assertThat(ended(process)).isEqualTo(5);
  }

  @Test
  void build_whenOnTerminal_paintsAndLeavesItClean() throws Exception {
    Path context = Files.createDirectories(home.resolve("painted"));
    Files.writeString(context.resolve("Dockerfile"), "FROM " + BASE + "\nRUN echo painted\n");
    List<String> build = command("oe 24 80", "build", "-t", "painted", context.toString());
    Process process = start(build);
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(ended(process)).isZero();
    assertThat(shown)
        .contains("CACHED [1/2] FROM localhost/busybox:latest", "tagged painted:latest\033[K\n")
        .endsWith("\033[?7h\033[?2026l");
  }
}
