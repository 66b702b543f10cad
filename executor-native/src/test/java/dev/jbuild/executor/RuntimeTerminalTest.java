package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of runc and crun with a terminal: as those without a runtime. */
@Timeout(120)
class RuntimeTerminalTest {
  @TempDir Path directory;

  private Sandbox sandbox(String runtime) throws IOException {
    return new Sandbox(directory, Isolation.AUTO, OciRuntime.find(runtime, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void exec_withTerminal_isOnOneOfItsOwn(String runtime) throws Exception {
    try (Sandbox sandbox = sandbox(runtime)) {
      String script = "tty; ls /dev/pts; ls /dev/console; echo e >&2; echo x >/dev/tty; exit 4";

      assertThat(sandbox.sh(script, this::tty))
          .extracting(Sandbox.Output::text)
          .isEqualTo("/dev/pts/0\r\n0     ptmx\r\n/dev/console\r\ne\r\nx\r\n[4]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void exec_withTerminalAndUser_mayOpenIt(String runtime) throws Exception {
    try (Sandbox sandbox = sandbox(runtime)) {
      assertThat(
              sandbox
                  .sh(
                      "id -un; echo x >/dev/tty; echo y >$(tty)",
                      spec -> tty(spec.withProcess(spec.process().withUser("web"))))
                  .text())
          .isEqualTo("web\r\nx\r\ny\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void exec_withTerminalAndInput_endsWithTheInput(String runtime) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Sandbox sandbox = sandbox(runtime)) {
      ExecResult result =
          sandbox.agent.exec(
              spec(sandbox, "stty -echo; cat"),
              new ExecIo(
                  new ByteArrayInputStream("one\n".getBytes(StandardCharsets.UTF_8)),
                  out,
                  OutputStream.nullOutputStream()));

      assertThat(result.exitCode()).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("one\r\n");
    }
  }

  /** crun 1.8 passes no size on. */
  @Test
  void resize_whileRunning_reachesTheCommand() throws Exception {
    String script = "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done";
    try (Sandbox sandbox = sandbox("runc");
        PipedInputStream in = new PipedInputStream();
        ExecHandle handle =
            sandbox.agent.start(
                spec(sandbox, script),
                ExecIo.of(new PipedOutputStream(in), OutputStream.nullOutputStream()));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("ready");
      handle.resize(33, 101);

      assertThat(lines.readLine()).isEqualTo("33 101");
      assertThat(handle.await().exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void attach_onATerminal_relaysKeysAndRestoresIt(String runtime) throws Exception {
    String java =
        String.join(
            " ",
            ChildJvm.command(
                directory, AttachedShell.class, directory.resolve("c").toString(), runtime));
    Process script =
        new ProcessBuilder(
                "script",
                "-qec",
                "stty rows 24 cols 90; " + java + "; echo code $?; stty -a | grep -o ' -*icanon'",
                "/dev/null")
            .redirectErrorStream(true)
            .start();
    StringBuilder seen = new StringBuilder();
    try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8);
        OutputStream keys = script.getOutputStream()) {
      for (String line; (line = lines.readLine()) != null; ) {
        seen.append(line).append('\n');
        if (line.equals("ready")) {
          keys.write("hello\r".getBytes(StandardCharsets.UTF_8));
          keys.flush();
        }
      }
    }
    script.waitFor();

    assertThat(seen.toString().replaceFirst(":[0-9]+->", ":N->"))
        .isEqualTo(
            """
            published 127.0.0.1:N->80/tcp
            /dev/pts/0
            %sready
            hello
            got hello
            code 5
             icanon
            """,
            runtime.equals("crun") ? "" : "24 90\n");
  }

  private ContainerSpec spec(Sandbox sandbox, String script) {
    return tty(
        ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sh", "-c", script)));
  }

  private ContainerSpec tty(ContainerSpec spec) {
    return spec.withProcess(spec.process().withTty(true));
  }
}
