package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build says when a step fails, with steps that really do. */
final class FailureTest {
  private static final String FROM = "FROM localhost/busybox\nCOPY . /x/\n";

  @TempDir Path home;
  private Program program;
  private Path context;

  @SuppressWarnings("NullAway.Init") // set before each test
  FailureTest() {}

  @BeforeEach
  void write() throws Exception {
    program = new Program(home);
    context = Files.createDirectory(home.resolve("context"));
    program.importBusybox(home, "localhost/busybox");
    script("data", "nothing\n", false);
  }

  private void script(String name, String text, boolean executable) throws IOException {
    Path file = context.resolve(name);
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(executable)).isTrue();
  }

  private String failure(String dockerfile) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    Program.Ended ended = program.run("build", "-t", "app", context.toString());
    assertThat(ended.code()).as(ended.err()).isEqualTo(1);
    return ended.err().substring(ended.err().indexOf("error: "));
  }

  @Test
  void failure_ofARun_marksTheLineAndRepeatsTheLastOutput() throws Exception {
    String text =
        failure(
            "FROM localhost/busybox\nENV A=b\n\nRUN echo one; \\\n  echo two; exit 3\nUSER x\n");

    assertThat(text)
        .startsWith("error: Dockerfile:4: process \"/bin/sh -c echo one;   echo two; exit 3\" did")
        .contains(
            """
                1 | FROM localhost/busybox
                2 | ENV A=b
                3 |\040
            >   4 | RUN echo one; \\
            >   5 |   echo two; exit 3
                6 | USER x
            the last that it wrote:
                one
                two
            """);
    String id = program.run("builds", "-q").out().strip();
    assertThat(text)
        .endsWith(
            "open a shell there: jbuild debug "
                + id
                + "\nall that it wrote:  jbuild logs-of "
                + id
                + "\n");
  }

  @Test
  void failure_ofAMistypedProgram_namesItsNeighbour() throws Exception {
    assertThat(failure("FROM localhost/busybox\nRUN greep x /etc/passwd\n"))
        .contains(
            "exit code 127: not found\n" + "    greep is in no directory of PATH=/usr/local/sbin:",
            "    there is grep\n");
    assertThat(failure("FROM localhost/busybox\nRUN greet\n"))
        .contains("greet is in no directory of PATH=")
        .doesNotContain("there is");
  }

  @Test
  void failure_ofAScript_saysWhatKeepsItFromRunning() throws Exception {
    script("perl", "#!/usr/bin/perl\n", true);
    script("windows", "#!/bin/sh\r\necho\r\n", true);
    script("plain", "#!/bin/sh\n", false);
    script("env", "#!/usr/bin/env nopython\n", true);

    assertThat(failure(FROM + "RUN /x/perl\n"))
        .contains("/x/perl is a script for /usr/bin/perl, which the image does not have");
    assertThat(failure(FROM + "WORKDIR /x\nRUN ./windows\n"))
        .contains("./windows has the line ends of Windows, so it asks for \"/bin/sh\\r\"");
    assertThat(failure(FROM + "RUN /x/plain\n"))
        .contains("exit code 126: found, but it cannot be executed\n    /x/plain is there, but");
    assertThat(failure(FROM + "RUN [\"/x/none\"]\n"))
        .contains("/x/none: there is no such file in the image");
  }

  @Test
  void failure_ofAProgramForAnotherLibc_namesItsLoader() throws Exception {
    Files.copy(Path.of("/bin/true"), context.resolve("true"));
    assertThat(context.resolve("true").toFile().setExecutable(true)).isTrue();

    assertThat(failure(FROM + "RUN /x/true\n")).contains("the loader that it is linked to: /lib");
  }

  @Test
  void failure_bySignal_namesIt() throws Exception {
    assertThat(failure("FROM localhost/busybox\nRUN (sleep 9 & kill -9 $!; wait $!)\n"))
        .contains("exit code 137: ended by signal 9, SIGKILL: the kernel ended it because memory");
  }

  @Test
  void failure_afterABuildThatWentWell_saysWhatChangedSince() throws Exception {
    Files.writeString(context.resolve("Dockerfile"), FROM + "RUN test ! -e /x/new\n");
    assertThat(program.run("build", "-t", "app", context.toString()).code()).isZero();
    String good = program.run("builds", "-q").out().strip();
    Files.writeString(context.resolve("new"), "");

    assertThat(failure(FROM + "RUN test ! -e /x/new\n"))
        .contains("changed since build " + good + ", the last that went well, ")
        .containsPattern("    ran [0-9.]+s +\\[2/3] COPY \\. /x/\n +added +new\n");
  }

  @Test
  void failure_ofACopy_isShort() throws Exception {
    assertThat(failure("FROM localhost/busybox\nCOPY nope /\n"))
        .isEqualTo(
            "error: Dockerfile:2: \"/nope\": not found in the build context ("
                + context
                + ")\n"
                + "    1 | FROM localhost/busybox\n>   2 | COPY nope /\n");
  }

  @Test
  void failure_whenQuiet_isToldOnce() throws Exception {
    Files.writeString(
        context.resolve("Dockerfile"), "FROM localhost/busybox\nRUN echo once; false\n");
    Program.Ended ended = program.run("build", "-q", context.toString());

    assertThat(ended.err().lines().filter(line -> line.strip().equals("once"))).hasSize(1);
  }
}
