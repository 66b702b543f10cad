package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines of docker with flags that change nothing here, or have a command of their own. */
final class DockerFlagsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path home;

  private Path context() {
    return home.resolve("context");
  }

  @BeforeEach
  void makeContext() throws IOException {
    Files.createDirectory(context());
    Files.writeString(context().resolve("Dockerfile"), "FROM scratch\nCOPY f /\n");
    Files.writeString(context().resolve("f"), "");
  }

  private Program.Ended build(String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "build";
    words[1] = "-q";
    System.arraycopy(more, 0, words, 2, more.length);
    words[words.length - 1] = context().toString();
    return new Program(home).run(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rm",
        "--rm=true",
        "--force-rm",
        "--compress",
        "--stream",
        "--disable-content-trust=false",
        "--isolation=default",
        "--call=build",
        "-D"
      })
  void build_withAFlagOfWhatIsSoAnyway_saysNothingOfIt(String flag) {
    Program.Ended ended = build(flag);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("sha256:");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          --rm=false                        | --rm=false has no effect: containers of steps
          --builder=other                   | --builder has no effect: there is no daemon
          --squash                          | --squash has no effect: copy
          --security-opt=seccomp=unconfined | --security-opt has no effect: RUN --security=insecure
          -c=512                            | --cpu-shares has no effect: --cpus
          --cpuset-cpus=0                   | --cpuset-cpus has no effect: run jbuild under taskset
          --cpuset-mems=0                   | --cpuset-mems has no effect: run jbuild under numactl
          --memory-swap=1g                  | --memory-swap has no effect: a step has no swap
          --cgroup-parent=x                 | --cgroup-parent has no effect: steps are in the group
          """,
      delimiter = '|')
  void build_withAFlagThatChangesNothing_warnsAndGoesOn(String flag, String warning) {
    Program.Ended ended = build(flag);

    assertThat(ended.err().lines()).singleElement().asString().contains(warning);
    assertThat(ended.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--check", "--call=check"})
  void build_whenAskedToCheck_buildsNothingAndFailsOnWarnings(String flag) throws IOException {
    assertThat(build(flag).code()).isZero();

    Files.writeString(context().resolve("Dockerfile"), "FROM scratch\nCMD x\n");
    Program.Ended warned = build(flag);

    assertThat(warned.code()).isEqualTo(1);
    assertThat(warned.out()).contains("Dockerfile:2:1: warning: JSON arguments recommended");
    assertThat(home.resolve("store")).doesNotExist();
  }

  @Test
  void build_whenAskedToCheck_looksAtWhatTheOtherFlagsSay() throws IOException {
    Path file = home.resolve("Other");
    Files.writeString(file, "FROM scratch AS a\nCOPY f /\nFROM scratch AS b\nCMD x\n");

    assertThat(build("--check", "-f", file.toString(), "--target", "a").code()).isZero();
    assertThat(build("--check", "-f", file.toString(), "--target", "b").out())
        .contains("Other:4:1: warning");
  }
}
