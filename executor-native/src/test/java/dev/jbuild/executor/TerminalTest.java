package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers with a terminal. */
@Timeout(60)
class TerminalTest {
  @TempDir Path directory;

  @Test
  void exec_withTerminal_isOnOneOfItsOwn() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      assertThat(sandbox.sh("tty; ls /dev/pts; ls /dev/console; echo e >&2", this::tty))
          .extracting(Sandbox.Output::text)
          .isEqualTo("/dev/pts/0\r\n0     ptmx\r\n/dev/console\r\ne\r\n");
    }
  }

  @Test
  void exec_withTerminalAndUser_mayOpenIt() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      assertThat(
              sandbox
                  .sh(
                      "echo x > /dev/tty; echo y > $(tty); exit 4",
                      spec -> tty(spec.withProcess(spec.process().withUser("web"))))
                  .text())
          .isEqualTo("x\r\ny\r\n[4]");
    }
  }

  @Test
  void exec_withTerminalAndInput_endsWithTheInput() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
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

  @Test
  void resize_whileRunning_reachesTheCommand() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO);
        PipedInputStream in = new PipedInputStream();
        ExecHandle handle =
            sandbox.agent.start(
                spec(
                    sandbox,
                    "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done"),
                ExecIo.of(new PipedOutputStream(in), OutputStream.nullOutputStream()));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("ready");
      handle.resize(33, 101);

      assertThat(lines.readLine()).isEqualTo("33 101");
      assertThat(handle.await().exitCode()).isZero();
    }
  }

  @Test
  void attach_onATerminal_relaysKeysAndRestoresIt() throws Exception {
    String java =
        ChildJvm.command(directory, AttachedShell.class, directory.resolve("c").toString()).stream()
            .collect(Collectors.joining(" "));
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
            24 90
            ready
            hello
            got hello
            code 5
             icanon
            """);
  }

  @Test
  void attach_withoutTerminalInTheSpec_isRefused() throws IOException {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      ContainerSpec plain =
          ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/true"));

      assertThatThrownBy(() -> sandbox.agent.attach(plain))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private ContainerSpec spec(Sandbox sandbox, String script) {
    return tty(
        ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sh", "-c", script)));
  }

  private ContainerSpec tty(ContainerSpec spec) {
    return spec.withProcess(spec.process().withTty(true));
  }
}
