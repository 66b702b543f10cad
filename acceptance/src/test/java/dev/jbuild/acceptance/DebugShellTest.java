package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shells in steps, on a terminal. Needs tmux. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class DebugShellTest {
  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  private static boolean has(List<String> lines, String line) {
    return lines.stream().anyMatch(each -> each.equals(line));
  }

  private static void type(Screen screen, String line) {
    screen.type(line);
    screen.type("Enter");
  }

  @ParameterizedTest
  @MethodSource("dev.jbuild.acceptance.User#available")
  void onFailure_always_opensAShellInWhatTheStepLeft(User user) {
    try (Bench bench = new Bench(user)) {
      String steps = "WORKDIR /w\nRUN echo i was here > left; exit 3\n";
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\n" + steps);
      Command command = bench.jbuildCommand("build", "--on-failure=shell", ".");
      try (Screen screen = new Screen(bench.home(), 100, command)) {
        screen.await(lines -> has(lines, "This is what it left. The build ends with this shell."));
        type(screen, "cat left; pwd");
        screen.await(lines -> has(lines, "i was here") && has(lines, "/w"));
        type(screen, "exit");
        screen.await(lines -> has(lines, "ended: 1"));
      }
      bench.assertNothingIsLeft();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.jbuild.acceptance.User#available")
  void debug_ofAnImageWithoutAShell_bringsOneAlong(User user) throws IOException {
    try (Bench bench = new Bench(user)) {
      Path program = bench.context().resolve("program");
      Files.copy(Path.of("/bin/busybox"), program);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      String steps = "COPY program /only/busybox\nRUN [\"/only/busybox\", \"false\"]\n";
      bench.write("Dockerfile", "FROM scratch\n" + steps);
      bench.jbuild("build", ".").expectExit(1);
      Outcome command = bench.jbuild("debug", "last", "--", "/only/busybox", "ls", "/");
      assertThat(command.expectSuccess().out()).contains("only").doesNotContain("toolbox");

      try (Screen screen = new Screen(bench.home(), 100, bench.jbuildCommand("debug"))) {
        screen.await(lines -> has(lines, "Nothing that is done here is kept."));
        type(screen, "ls /only; exit 4");
        screen.await(lines -> has(lines, "busybox") && has(lines, "ended: 4"));
        assertThat(screen.property("cursor_flag")).isEqualTo("1");
      }
      bench.assertNothingIsLeft();
    }
  }
}
