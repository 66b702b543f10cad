package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of whoever calls is not the command's. */
class CallerTest {
  private static final String CALLER =
      """
      umask 077
      export SECRET=hidden
      mkdir "$0" && cd "$0" && chmod 0 .
      trap '' PIPE HUP INT TERM USR1
      exec "$@" <&-
      """;
  private static final String COMMAND =
      """
      touch /tmp/f; mkdir /tmp/d; stat -c %a /tmp/f /tmp/d; umask
      env; pwd; cat | wc -c; grep SigIgn /proc/self/status; ls /proc/self/fd | wc -l
      """;

  @TempDir Path directory;

  @Test
  void command_ofACallerInAnOddState_seesNothingOfIt() throws Exception {
    Path state = Files.createDirectory(directory.resolve("sandbox"));
    Path unreadable = directory.resolve("unreadable");
    List<String> words = ChildJvm.command(directory, CallerTest.class, state.toString());
    words.addAll(0, List.of("sh", "-ec", CALLER, unreadable.toString()));

    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            644
            755
            0022
            SHLVL=1
            HOME=/root
            PATH=/bin
            PWD=/
            /
            0
            SigIgn:\t0000000000000000
            4
            """);
  }

  /** The caller. */
  @SuppressWarnings("SystemOut") // this program's result is its output
  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.AUTO)) {
      ProcessSpec process = ProcessSpec.of("/bin/sh", "-c", COMMAND).withEnv(List.of("PATH=/bin"));
      System.out.print(sandbox.run(ContainerSpec.of(List.of(sandbox.base), null, process)).text());
    }
  }
}
