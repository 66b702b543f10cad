package dev.jbuild.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cli.Application;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.host.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int check(String dockerfile, String... words) throws Exception {
    Files.writeString(directory.resolve("Dockerfile"), dockerfile);
    List<String> all = new ArrayList<>(List.of("--root", directory + "/store", "check"));
    all.addAll(List.of(words));
    all.add(directory.toString());
    Host host =
        new Host(
            Map.of("HOME", directory.toString()),
            Terminal.NONE,
            new ByteArrayInputStream("FROM scratch AS Stdin\n".getBytes(StandardCharsets.UTF_8)),
            new Output(out),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Application(host).run(all);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void check_ofFileWithWarnings_succeedsAndMakesNoStore() throws Exception {
    assertThat(check("FROM scratch\nCMD x\n")).isZero();
    assertThat(printed()).contains("/Dockerfile:2:1: warning: JSON arguments recommended for CMD");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @Test
  void check_ofFileWithErrors_failsWithAllOfThem() throws Exception {
    assertThat(check("FROM scratch\nEXPOSE x\nSTOPSIGNAL y\nFOO\n")).isEqualTo(1);
    assertThat(printed()).contains("invalid containerPort: x", "invalid signal: y", "FOO");
  }

  @Test
  void check_whenWarningsAreErrors_fails() throws Exception {
    String argument = "BUILDKIT_DOCKERFILE_CHECK=error=true";
    assertThat(check("FROM scratch\nCMD x\n", "--build-arg", argument)).isEqualTo(1);
  }

  @Test
  void check_withFailOnWarning_fails() throws Exception {
    assertThat(check("FROM scratch\nCMD x\n", "--fail-on-warning")).isEqualTo(1);
    assertThat(check("FROM scratch\nCMD [\"x\"]\n", "--fail-on-warning")).isZero();
  }

  @Test
  void check_withIgnoreFile_knowsWhatIsLeftOut() throws Exception {
    Files.writeString(directory.resolve(".dockerignore"), "secret\n");
    assertThat(check("FROM scratch\nCOPY secret /\n", "--format", "github")).isZero();
    assertThat(printed()).contains("title=CopyIgnoredFile::");
  }

  @Test
  void check_withTarget_leavesOtherStagesOut() throws Exception {
    String file = "FROM scratch AS a\nCMD x\nFROM scratch AS b\n";
    assertThat(check(file, "--target", "b")).isZero();
    assertThat(printed()).contains("0 errors, 0 warnings");
  }

  @Test
  void check_forPlatforms_tellsForWhichSomethingIsFound() throws Exception {
    String file =
        "FROM scratch AS amd64\nENV NAME=1\nFROM scratch AS arm64\nFROM $TARGETARCH\nLABEL a=$NAME b=$NOTHING\n";

    assertThat(check(file, "--platform", "linux/amd64,linux/arm64")).isZero();
    assertThat(printed()).contains("'$NAME' (for linux/arm64) [", "'$NOTHING' [");
    assertThat(check(file, "--platform", "a/b/c/d/e")).isEqualTo(2);
  }

  @Test
  void check_ofStandardInput_readsIt() throws Exception {
    assertThat(check("FROM x\n", "-f", "-")).isZero();
    assertThat(printed()).contains("Stage name 'Stdin'");
  }

  @Test
  void check_ofUnknownFormat_isUsage() throws Exception {
    assertThat(check("FROM scratch\n", "--format", "xml")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("xml");
  }
}
