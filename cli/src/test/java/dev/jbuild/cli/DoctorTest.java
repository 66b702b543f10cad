package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code jbuild doctor} says on this machine, and where nothing works. */
final class DoctorTest {
  @Test
  void doctor_asRoot_showsEveryKindAndWhatItHas(@TempDir Path home) throws Exception {
    Program.Ended ended = new Program(home).run("doctor");

    assertThat(ended.out())
        .containsPattern("(?m)^root +yes, taken$")
        .containsPattern("(?m)^rootless-full +(yes|no)$")
        .containsPattern("(?m)^seccomp +docker's default filter$")
        .containsPattern("(?m)^devices +controlled, by ")
        .containsPattern("(?m)^memory limit +yes$")
        .containsPattern("(?m)^warm server +(none runs: JBUILD_SERVER=1 has|pid \\d+, up )");
    assertThat(ended.code()).isZero();
  }

  @Test
  void doctor_whereNoContainerCanStart_saysWhyAndFails(@TempDir Path home) throws Exception {
    Path program =
        Files.writeString(
            home.resolve("broken"),
            "#!/bin/sh\nprintf 'FAIL\\t1\\tmake namespaces\\tnot here\\n'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Program jbuild = new Program(home);
    jbuild.set("JBUILD_EXEC", program.toString());
    Program.Ended ended = jbuild.run("doctor");

    assertThat(ended.out()).contains("RUN steps cannot run: make namespaces: not here");
    assertThat(ended.code()).isEqualTo(4);
  }
}
