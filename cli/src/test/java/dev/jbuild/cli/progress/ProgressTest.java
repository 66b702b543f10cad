package dev.jbuild.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildListener.Stream;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.cli.host.WindowSize;
import dev.jbuild.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final Digest BLOB = Digest.sha256(new byte[0]);
  private static final Origin LINE_3 = new Origin("Dockerfile", 3, 3, "RUN npm ci");
  private static final StepInfo FROM = step(1, 1, "FROM alpine");
  private static final StepInfo RUN = step(2, 2, "RUN npm ci");
  private static final StepInfo COPY = step(3, 3, "COPY . .");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private static StepInfo step(int number, int position, String text) {
    return new StepInfo(number, "build", position, 3, text, LINE_3);
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String written() {
    String text = written.toString(StandardCharsets.UTF_8);
    written.reset();
    return text;
  }

  private void someBuild(Progress progress) {
    progress.stepCached(FROM, BLOB);
    progress.stepStarted(RUN);
    pass(412);
    progress.stepOutput(RUN, Stream.STDOUT, bytes("added 3 packages\n10%\r100%\nhalf a l"));
    progress.stepOutput(RUN, Stream.STDERR, bytes("warn: old\n"));
    progress.stepStarted(COPY);
    progress.stepOutput(RUN, Stream.STDOUT, bytes("ine"));
    pass(100);
    progress.stepFinished(RUN, Duration.ofMillis(512));
    progress.warning("JSON is better", LINE_3);
    progress.stepFailed(COPY, "no space");
    progress.transferProgress("pull alpine", BLOB, 10, 3_600_000);
    progress.transferProgress("pull alpine", BLOB, 3_600_000, 3_600_000);
    progress.note("the end");
    progress.close();
  }

  @Test
  void plain_whenBuilding_writesNumberedLines() {
    someBuild(new PlainProgress(out, () -> now));

    assertThat(written())
        .isEqualTo(
            """
            #1 [build 1/3] FROM alpine
            #1 CACHED

            #2 [build 2/3] RUN npm ci
            #2 0.412 added 3 packages
            #2 0.412 100%
            #2 0.412 warn: old

            #3 [build 3/3] COPY . .

            #2 0.512 half a line
            #2 DONE 0.5s

            WARNING: JSON is better (Dockerfile:3)

            #3 ERROR: no space

            pull alpine e3b0c44298fc 3.6MB
            the end
            """);
  }

  @Test
  void plain_whenAStepIsTheFirstToNeedAContainer_saysTheIsolationAmongItsLines() {
    PlainProgress progress = new PlainProgress(out, () -> now);
    progress.stepStarted(RUN);
    progress.isolationChosen("rootless-full");
    progress.stepFinished(RUN, Duration.ZERO);

    assertThat(written())
        .isEqualTo("#2 [build 2/3] RUN npm ci\nisolation: rootless-full\n#2 DONE 0.0s\n");
  }

  @Test
  void quiet_whenStepFails_showsItsLastOutputOnly() {
    QuietProgress progress = new QuietProgress(out);
    progress.stepStarted(COPY);
    progress.stepStarted(RUN);
    progress.stepOutput(RUN, Stream.STDERR, bytes("npm ERR! missing\nlast"));
    progress.stepFinished(COPY, Duration.ZERO);
    progress.warning("unseen", null);
    progress.note("unseen");
    progress.stepFailed(RUN, "exit code 1");

    assertThat(written())
        .isEqualTo("npm ERR! missing\nlast\n[build 2/3] RUN npm ci: exit code 1\n");
  }

  private TerminalProgress live(int rows, int columns) {
    return new TerminalProgress(out, () -> now, new LiveFrame(rows, columns, new Style(false)));
  }

  @Test
  void live_whenPaintedAgain_replacesOnlyWhatIsUnderWay() {
    TerminalProgress progress = live(24, 40);
    progress.stepCached(FROM, BLOB);
    progress.stepStarted(RUN);
    pass(1300);
    progress.stepOutput(RUN, Stream.STDOUT, bytes("\033[32mgreen\033[0m\ttab\n"));
    progress.paint();
    assertThat(shown())
        .isEqualTo(
            """
             => CACHED [build 1/3] FROM alpine 0.0s
             => [build 2/3] RUN npm ci         1.3s
             |  green    tab
            [+] 1.3s, steps done: 1, cached: 1
            <end>\
            """);

    progress.stepFinished(RUN, Duration.ofMillis(1300));
    progress.paint();
    assertThat(shown())
        .isEqualTo(
            """
            <up 3> => [build 2/3] RUN npm ci         1.3s
            [+] 1.3s, steps done: 2, cached: 1
            <end>\
            """);

    progress.note("the end");
    progress.close();
    assertThat(shown()).isEqualTo("<up 1>the end\n<end>");
  }

  @Test
  void live_whenWindowIsLow_neverPaintsMoreThanFits() {
    TerminalProgress progress = live(8, 80);
    for (int number = 1; number <= 12; number++) {
      StepInfo step = step(number, 1, "RUN step" + number);
      progress.stepStarted(step);
      progress.stepOutput(step, Stream.STDOUT, bytes("a\nb\nc\nd\n"));
    }
    progress.paint();

    assertThat(shown().replace("<end>", "").lines()).hasSize(7);
  }

  @Test
  void live_whenStepFails_keepsItsOutputOnScreen() {
    TerminalProgress progress = live(24, 60);
    progress.stepStarted(RUN);
    progress.stepOutput(RUN, Stream.STDERR, bytes("npm ERR! missing\n"));
    progress.stepFailed(RUN, "exit code 1");
    progress.close();

    assertThat(shown())
        .isEqualTo(
            """
             => ERROR [build 2/3] RUN npm ci
             |  npm ERR! missing
             => exit code 1
            <end>\
            """);
  }

  /** A terminal that becomes narrower wraps again what it shows. */
  @Test
  void live_whenWindowBecomesNarrower_paintsOverAllRowsOfTheLastFrame() {
    TerminalProgress progress = live(24, 81);
    progress.stepStarted(RUN);
    progress.paint();
    shown();

    progress.resized(new WindowSize(24, 30));
    progress.paint();

    assertThat(shown())
        .as("80 characters, now in three rows, and the line of the status, now in two")
        .startsWith("<up 5> => [build 2/3] RUN npm… 0.0s\n")
        .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 35));
  }

  @Test
  void live_whenAStepEnds_showsTheSizeOfItsLayerWhereThereIsRoom() {
    TerminalProgress progress = live(24, 61);
    progress.layerMade(RUN, 1_540_000);
    progress.stepFinished(RUN, Duration.ofMillis(500));
    progress.close();
    assertThat(shown()).contains("RUN npm ci ").contains("1.54MB  0.5s\n");

    TerminalProgress narrow = live(24, 40);
    narrow.layerMade(RUN, 1_540_000);
    narrow.stepFinished(RUN, Duration.ofMillis(500));
    narrow.close();
    assertThat(shown()).doesNotContain("MB");
  }

  @Test
  void live_whenTransferring_showsHowFarItIs() {
    TerminalProgress progress = live(24, 81);
    progress.transferProgress("pull alpine", BLOB, 900_000, 3_600_000);
    progress.paint();
    assertThat(shown())
        .contains(
            " => pull alpine e3b0c44298fc                    [####------------] 900kB / 3.6MB\n");
    progress.resized(new WindowSize(24, 40));
    progress.paint();
    assertThat(shown()).contains(" => pull alpine e3b0c442… 900kB / 3.6MB\n");

    progress.transferProgress("pull alpine", BLOB, 3_600_000, 3_600_000);
    progress.paint();
    assertThat(shown()).doesNotContain("pull alpine");
  }

  /** The text on the way to the terminal, with the few controls that matter made readable. */
  private String shown() {
    return written()
        .replaceAll("\033\\[\\?(2026|7)[hl]", "")
        .replaceAll("\033\\[(\\d+)A", "<up $1>")
        .replace("\033[K\n", "\n")
        .replaceAll("^(<up \\d+>)?\r", "$1")
        .replace("\033[J", "<end>");
  }

  @Test
  void style_whenColoursAreOff_leavesText() {
    assertThat(new Style(false).done("x")).isEqualTo("x");
    assertThat(new Style(true).failed("x")).isEqualTo("\033[31mx\033[0m");
  }

  @Test
  void screenText_whenHostile_losesControls() {
    assertThat(ScreenText.of("a\033]0;title\007b\033[2Jc\u0007d\u009b", 80)).isEqualTo("abcd");
    assertThat(ScreenText.of("0123456789", 5)).isEqualTo("0123…");
    assertThat(ScreenText.of("🐳🐳🐳", 3)).isEqualTo("🐳…");
    assertThat(ScreenText.of("日本語です", 7)).isEqualTo("日本語…");
    assertThat(ScreenText.of("e\u0301e\u0301", 2)).isEqualTo("e\u0301e\u0301");
    assertThat(ScreenText.justified("日本語", "1s", 10)).isEqualTo("日本語  1s");
  }

  @Test
  void lines_withoutAnEnd_areSeenAsTheyStand() {
    LineBuffer buffer = new LineBuffer();

    assertThat(buffer.add(bytes("10%\r20%\r"))).isEmpty();
    assertThat(buffer.sofar()).containsExactly("20%");
    assertThat(buffer.add(bytes("30%\n"))).containsExactly("30%");
    assertThat(buffer.sofar()).isEmpty();
  }

  @Test
  void lines_whenVeryLong_areCut() {
    LineBuffer buffer = new LineBuffer();
    List<String> lines = buffer.add(bytes("x".repeat(70_000)));

    assertThat(lines).containsExactly("x".repeat(65_536));
    assertThat(buffer.finish()).containsExactly("x".repeat(70_000 - 65_536));
    assertThat(buffer.add(bytes("crlf\r\n\r\n"))).containsExactly("crlf", "");
  }
}
