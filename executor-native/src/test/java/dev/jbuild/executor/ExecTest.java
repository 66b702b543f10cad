package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs real containers as root. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecTest {
  private static final int TWENTY_MEGABYTES = 20 << 20;

  private Sandbox sandbox;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    sandbox = new Sandbox(directory, Isolation.AUTO);
  }

  @AfterAll
  void stop() throws IOException {
    sandbox.close();
    assertThat(sandbox.log).isEmpty();
    assertThat(sandbox.state.resolve("run")).isEmptyDirectory();
  }

  @Test
  void info_ofRoot_isTheRootRung() {
    assertThat(sandbox.agent.info().isolation()).isEqualTo(Isolation.ROOT);
  }

  @Test
  void probe_always_namesTheKernel() throws Exception {
    assertThat(sandbox.agent.probe()).containsKeys("kernel", "machine", "uid_map");
  }

  @Test
  void exec_whenCommandSucceeds_givesBothStreamsApart() throws Exception {
    Sandbox.Output output = sandbox.sh("echo out; echo err >&2");

    assertThat(output.out()).isEqualTo("out\n");
    assertThat(output.err()).isEqualTo("err\n");
    assertThat(output.code()).isZero();
    assertThat(output.result().wall()).isPositive();
  }

  @Test
  void exec_whenCommandFails_givesItsCode() throws Exception {
    assertThat(sandbox.sh("exit 3").result().exitCode()).isEqualTo(3);
    assertThat(sandbox.sh("exit 300").result().exitCode()).isEqualTo(44);
  }

  @Test
  void exec_whenKilled_gives128AndTheSignal() throws Exception {
    assertThat(sandbox.sh("sh -c 'kill -9 $$'; exit $?").code()).isEqualTo(137);
  }

  @Test
  void exec_whenProgramIsMissing_gives127AndSaysSo() throws Exception {
    Sandbox.Output output = run(ProcessSpec.of("nofile"));

    assertThat(output.code()).isEqualTo(127);
    assertThat(output.result().message()).contains("nofile").contains("no such file");
  }

  @Test
  void exec_whenFileIsNoProgram_gives126() throws Exception {
    assertThat(run(ProcessSpec.of("/etc/passwd")).code()).isEqualTo(126);
    assertThat(run(ProcessSpec.of("/etc")).code()).isEqualTo(126);
  }

  @Test
  void exec_whenOutputIsLargeAndBinary_losesNothing() throws Exception {
    byte[] bytes = new byte[TWENTY_MEGABYTES];
    new Random(7).nextBytes(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);

    ExecResult result =
        sandbox.agent.exec(
            ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/cat")),
            new ExecIo(new ByteArrayInputStream(bytes), out, OutputStream.nullOutputStream()));

    assertThat(result.exitCode()).isZero();
    assertThat(out.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void exec_whenCommandIgnoresItsInput_endsAllTheSame() throws Exception {
    ExecResult result =
        sandbox.agent.exec(
            ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/true")),
            new ExecIo(
                new ByteArrayInputStream(new byte[TWENTY_MEGABYTES]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream()));

    assertThat(result.exitCode()).isZero();
  }

  @Test
  void exec_withoutInput_readsAnEmptyFile() throws Exception {
    assertThat(sandbox.sh("cat | wc -c").text()).isEqualTo("0\n");
  }

  private Sandbox.Output run(ProcessSpec process) throws Exception {
    return sandbox.run(ContainerSpec.of(List.of(sandbox.base), null, process));
  }
}
