package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in the place of steps, without a terminal. */
final class DebugTest {
  @TempDir Path home;
  private Program program;
  private Path context;

  @SuppressWarnings("NullAway.Init") // set before each test
  DebugTest() {}

  @BeforeEach
  void write() throws Exception {
    program = new Program(home);
    context = Files.createDirectory(home.resolve("context"));
    program.importBusybox(home, "localhost/busybox");
    Files.writeString(context.resolve("file"), "from the context\n");
  }

  private Program.Ended build(String dockerfile, String... options) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    String[] words = new String[options.length + 2];
    words[0] = "build";
    System.arraycopy(options, 0, words, 1, options.length);
    words[options.length + 1] = context.toString();
    return program.run(words);
  }

  @Test
  void debug_ofAStepThatFailed_runsWithAllThatTheStepHas() throws Exception {
    Files.writeString(home.resolve("secret"), "hush");
    build(
        """
        FROM localhost/busybox
        ARG WORD
        ENV A=$WORD
        WORKDIR /w
        COPY file .
        RUN echo before > before
        USER 1000
        RUN --mount=type=secret,id=s,uid=1000 --mount=type=tmpfs,target=/t echo > /w/x; exit 3
        RUN echo never
        """,
        "--build-arg",
        "WORD=said",
        "--secret",
        "id=s,src=" + home.resolve("secret"));

    Program.Ended ended =
        program.run(
            "debug",
            "last",
            "--",
            "sh",
            "-c",
            "pwd; id -u; echo $A; cat before file /run/secrets/s; ls -d /t; exit 5");

    assertThat(ended.out()).isEqualTo("/w\n1000\nsaid\nbefore\nfrom the context\nhush/t\n");
    assertThat(ended.code()).isEqualTo(5);
    assertThat(program.run("builds", "-q").out().lines()).as("it is no build").hasSize(1);
  }

  @Test
  void debug_ofAnotherStep_hasTheFilesBeforeIt() throws Exception {
    String dockerfile =
        "FROM localhost/busybox\nRUN echo 1 > /one\nRUN echo 2 > /two\nRUN echo 3 > /three\n";
    assertThat(build(dockerfile, "-t", "app").code()).isZero();

    String[] list = {"debug", "last", "--step", "3", "--", "sh", "-c", "ls /one /two; echo >/lost"};
    Program.Ended ended = program.run(list);
    assertThat(ended.out()).isEqualTo("/one\n");
    assertThat(program.run("debug", "last", "--line", "4", "--", "ls", "/one", "/two").out())
        .isEqualTo("/one\n/two\n");
    assertThat(build(dockerfile).err()).contains("4/4 steps cached");
    assertThat(program.run("debug", "last", "--", "true").err())
        .contains("has no RUN that failed; --step opens one of 2, 3, 4");
  }

  @Test
  void debug_withoutATerminal_asksForACommand() throws Exception {
    build("FROM localhost/busybox\nRUN false\n");

    Program.Ended ended = program.run("debug");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("without one: jbuild debug [BUILD] -- COMMAND");
    assertThat(build("FROM scratch\n", "--on-failure", "shell").err())
        .contains("--on-failure=shell needs a terminal");
  }

  @Test
  void debug_whenNoBuildIsNamed_meansTheLast() throws Exception {
    build("FROM localhost/busybox\nRUN echo > /one\nRUN false\n");

    assertThat(program.run("debug", "--", "ls", "/one").out()).isEqualTo("/one\n");
    assertThat(program.run("debug", "--step", "2", "--", "pwd").out()).isEqualTo("/\n");
  }

  @Test
  void debug_withRerun_hasWhatTheFailedStepWrote() throws Exception {
    String fails = "FROM localhost/busybox\nRUN echo one >/one\nRUN echo two >/two; exit 3\n";
    build(fails, "-t", "app");

    Program.Ended ended =
        program.run("debug", "--rerun", "--", "sh", "-c", "cat /one /two; exit 7");

    assertThat(ended.out()).isEqualTo("one\ntwo\n");
    assertThat(ended.code()).isEqualTo(7);
    assertThat(program.run("debug", "--rerun", "--step", "2", "--", "ls").code()).isEqualTo(2);
    Files.writeString(context.resolve("Dockerfile"), fails.replace("exit 3", "true"));
    assertThat(program.run("debug", "--rerun", "--", "ls").err()).contains("nothing failed");
    assertThat(program.run("images", "-q", "app").out()).as("nothing is tagged").isEmpty();
  }

  @Test
  void debug_whenTheDockerfileIsAnother_saysSo() throws Exception {
    build("FROM localhost/busybox\nRUN false\n");
    Files.writeString(context.resolve("Dockerfile"), "FROM localhost/busybox\nRUN true\n");

    assertThat(program.run("debug", "last", "--", "true").err())
        .contains("the Dockerfile has no such step any more: RUN false");
  }
}
