package dev.jbuild.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script as a real process, with Java homes whose java tells how it was started. */
final class LauncherTest {
  private static final Path SOURCES = Path.of("src/main/dist");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path directory;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectories(directory.resolve("dist/bin"));
    Files.createDirectories(directory.resolve("dist/lib"));
    Files.createDirectories(directory.resolve("jvm"));
    for (String name : List.of("bin/jbuild.sh", "bin/find-java.sh", "lib/java-options")) {
      Files.copy(SOURCES.resolve(name), directory.resolve("dist").resolve(name));
    }
  }

  private Path javaHome(String name, @Nullable String release, String version) throws IOException {
    Path home = directory.resolve("jvm").resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Path java = home.resolve("bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-01-01' >&2; exit 0; fi
        echo "$0"
        printf '%%s\\n' "$@"
        echo "LC_ALL=${LC_ALL-}"
        exit 42
        """
            .formatted(version));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    if (release != null) {
      Files.writeString(
          home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + release + "\"\n");
    }
    return home;
  }

  private Ended start(Map<String, String> environment) throws Exception {
    return start(directory.resolve("dist/bin/jbuild.sh"), environment);
  }

  private Ended start(Path script, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString(), "two words", "$x");
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("LANG", "en_US.UTF-8");
    builder.environment().put("JAVA_DIRECTORIES", directory + "/jvm/*");
    builder.environment().putAll(environment);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int code = process.waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
  }

  /** A PATH without any java. */
  private String emptyPath() throws IOException {
    return Files.createDirectories(directory.resolve("empty")).toString();
  }

  @Test
  void launcher_whenJavaHomeIsNewEnough_becomesIt() throws Exception {
    Path home = javaHome("mine", "21.0.2", "0");
    Ended ended = start(Map.of("JAVA_HOME", home.toString()));

    assertThat(ended.code()).isEqualTo(42);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines())
        .startsWith(home + "/bin/java")
        .containsSubsequence(
            "-cp",
            directory.toRealPath() + "/dist/lib/jbuild-cli.jar",
            "dev.jbuild.cli.Main",
            "two words",
            "$x")
        .contains("LC_ALL=");
  }

  @Test
  void launcher_whenJavaHomeIsTooOld_takesTheNewestThatThereIs() throws Exception {
    Path old = javaHome("old", "17.0.9", "0");
    javaHome("middle", "21", "0");
    Path newest = javaHome("newest", "26.0.1", "0");
    Ended ended = start(Map.of("JAVA_HOME", old.toString(), "PATH", emptyPath()));

    assertThat(ended.out()).startsWith(newest + "/bin/java\n");
  }

  @Test
  void launcher_whenJavaIsOnThePath_followsItsLinks() throws Exception {
    Path home = javaHome("linked", "25.0.3", "0");
    Path link = directory.resolve("links");
    Files.createDirectories(link);
    Files.createSymbolicLink(link.resolve("java"), home.resolve("bin/java"));
    javaHome("newer", "26", "0");

    assertThat(start(Map.of("PATH", link + ":/usr/bin:/bin")).out())
        .startsWith(home.toRealPath() + "/bin/java\n");
  }

  @Test
  void launcher_whenHomeHasNoReleaseFile_asksJava() throws Exception {
    Path home = javaHome("bare", null, "22.0.1");

    assertThat(start(Map.of("JAVA_HOME", home.toString())).code()).isEqualTo(42);
  }

  @Test
  void launcher_whenNoJavaWillDo_saysWhatItSaw() throws Exception {
    Path old = javaHome("old", null, "1.8.0_392");
    String missing = directory + "/missing";
    Ended ended = start(Map.of("JAVA_HOME", missing, "PATH", emptyPath()));

    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            """
            Java 21 or newer is needed and was not found. Seen:
              JAVA_HOME  %s has no bin/java that runs
              newest     %s is Java 8
            Install one (Debian, Ubuntu: apt-get install openjdk-21-jdk-headless) or set JAVA_HOME to it.
            """
                .formatted(missing, old));
  }

  @Test
  void launcher_whenArchiveIsOfAnotherJava_leavesItOut() throws Exception {
    Path home = javaHome("mine", "25.0.3", "0");
    Files.createFile(directory.resolve("dist/lib/jbuild.26.aot"));
    assertThat(start(Map.of("JAVA_HOME", home.toString())).out()).doesNotContain(".aot");

    Files.createFile(directory.resolve("dist/lib/jbuild.25.aot"));
    assertThat(start(Map.of("JAVA_HOME", home.toString())).out())
        .contains("-XX:AOTCache=" + directory.toRealPath() + "/dist/lib/jbuild.25.aot\n");
  }

  @Test
  void launcher_whenLocaleIsNotUtf8_setsOneThatIs() throws Exception {
    Path home = javaHome("mine", "25", "0");
    Map<String, String> posix = Map.of("JAVA_HOME", home.toString(), "LANG", "C");
    Map<String, String> latin =
        Map.of("JAVA_HOME", home.toString(), "LC_ALL", "de_DE.ISO-8859-1", "LANG", "C.UTF-8");

    assertThat(start(posix).out()).contains("LC_ALL=C.UTF-8\n");
    assertThat(start(latin).out()).contains("LC_ALL=C.UTF-8\n");
  }

  @Test
  void launcher_whenStartedThroughLink_findsItsOwnDirectory() throws Exception {
    Path home = javaHome("mine", "25", "0");
    Path link =
        Files.createSymbolicLink(
            directory.resolve("link"), directory.resolve("dist/bin/jbuild.sh"));

    assertThat(start(link, Map.of("JAVA_HOME", home.toString())).out())
        .contains(directory.toRealPath() + "/dist/lib/jbuild-cli.jar");
  }
}
