package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The live progress, as a real terminal shows it. Needs tmux. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class TerminalProgressTest {
  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  private static Command build(Bench bench, String steps, String... options) {
    bench.write("Dockerfile", "FROM " + registry.baseName() + "\n" + steps);
    String[] words = new String[options.length + 2];
    words[0] = "build";
    System.arraycopy(options, 0, words, 1, options.length);
    words[options.length + 1] = ".";
    return bench.jbuildCommand(words);
  }

  private static boolean has(List<String> lines, String part) {
    return lines.stream().anyMatch(line -> line.contains(part));
  }

  private static long statusLines(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("[+] ")).count();
  }

  @Test
  void build_whileItsWindowChanges_fitsAndLeavesTheTerminalInOrder() {
    try (Bench bench = new Bench(User.SELF)) {
      String steps =
          """
          RUN echo a first step that has a rather long line and goes by
          RUN echo one; echo two; seq -s , 1 100; sleep 300
          """;
      try (Screen screen = new Screen(bench.home(), 80, build(bench, steps))) {
        List<String> wide = screen.await(lines -> has(lines, " |  two") && has(lines, "done: 2"));
        assertThat(statusLines(wide)).isOne();
        assertThat(wide).allMatch(line -> line.length() <= 80);
        assertThat(wide)
            .anyMatch(
                line -> line.matches(" => \\[2/3] RUN echo a first step .*…? +\\S+B  [0-9.]+s"))
            .anyMatch(line -> line.matches(" => \\[3/3] RUN echo one; echo two.* [0-9.]+s"))
            .noneMatch(line -> line.contains("|  a first step"));

        screen.resize(40);
        List<String> narrow = screen.await(lines -> fits(lines, 40));
        assertThat(narrow).anyMatch(line -> line.matches(" => \\[3/3] RUN .*… [0-9.]+s"));
        assertThat(has(narrow, " |  two")).isTrue();

        screen.resize(100);
        screen.await(
            lines -> fits(lines, 100) && has(lines, "RUN echo one; echo two; seq -s , 1 100"));

        screen.type("C-c");
        List<String> ended = screen.await(lines -> has(lines, "ended: "));
        assertThat(ended).contains("interrupted", "ended: 130");
        assertThat(statusLines(ended)).isZero();
        assertThat(screen.property("cursor_flag")).isEqualTo("1");
        assertThat(screen.property("wrap_flag")).isEqualTo("1");
      }
    }
  }

  /** The frame is there once, whole, and every line of it ends before the edge. */
  private static boolean fits(List<String> lines, int columns) {
    return statusLines(lines) == 1
        && lines.getLast().startsWith("[+] ")
        && lines.stream().filter(line -> line.startsWith(" => [3/3]")).count() == 1
        && lines.stream()
            .filter(line -> line.startsWith(" => [3/3]"))
            .allMatch(line -> line.length() == columns - 1);
  }

  @Test
  void build_thatFailsAt40Columns_showsWhy() {
    try (Bench bench = new Bench(User.SELF)) {
      Command command = build(bench, "RUN echo so far so good; exit 3\n");
      try (Screen screen = new Screen(bench.home(), 40, command)) {
        List<String> ended = screen.await(lines -> has(lines, "ended: 1"));

        assertThat(ended)
            .contains(" => ERROR [2/2] RUN echo so far so good…".substring(0, 38) + "…")
            .contains(" |  so far so good", ">   2 | RUN echo so far so good; exit 3");
        assertThat(statusLines(ended)).isZero();
        assertThat(ended.stream().filter(line -> line.contains("so far so good")))
            .as("its output is shown once")
            .hasSizeLessThan(6);
        assertThat(screen.property("cursor_flag")).isEqualTo("1");
      }
    }
  }

  @Test
  void build_thatSucceeds_leavesALineForEachStep() {
    try (Bench bench = new Bench(User.SELF)) {
      Command command = build(bench, "RUN seq 1 50\nRUN true\n", "-t", "app");
      try (Screen screen = new Screen(bench.home(), 80, command)) {
        List<String> ended = screen.await(lines -> has(lines, "ended: 0"));

        assertThat(ended.stream().filter(line -> line.startsWith(" => "))).hasSize(3);
        assertThat(has(ended, " |  ")).isFalse();
        assertThat(has(ended, "tagged app:latest")).isTrue();
      }
    }
  }

  @Test
  void build_withVariablesForItsProgress_followsThem() {
    try (Bench bench = new Bench(User.SELF)) {
      Command command =
          build(bench, "RUN echo hello\n")
              .with(Map.of("BUILDKIT_PROGRESS", "plain", "NO_COLOR", "1"));
      try (Screen screen = new Screen(bench.home(), 80, command)) {
        List<String> ended = screen.await(lines -> has(lines, "ended: 0"));
        assertThat(ended).anyMatch(line -> line.matches("#2 [0-9.]+ hello"));
      }
      Outcome wrong = command.with(Map.of("JBUILD_PROGRESS", "loud")).run();
      wrong.expectExit(2);
      assertThat(wrong.err()).contains("JBUILD_PROGRESS is \"loud\": not one of auto, tty,");
    }
  }
}
