package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** builds, logs-of, history-of and prune of logs, on builds whose steps really run. */
final class BuildsTest {
  @TempDir Path home;
  private Program program;
  private Path context;

  @SuppressWarnings("NullAway.Init") // set before each test
  BuildsTest() {}

  @BeforeEach
  void write() throws Exception {
    program = new Program(home);
    context = Files.createDirectory(home.resolve("context"));
    program.importBusybox(home, "localhost/busybox");
    dockerfile("FROM localhost/busybox\nRUN echo out; echo err >&2\nRUN echo second\n");
  }

  private void dockerfile(String text) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), text);
  }

  private Program.Ended build(String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "build";
    System.arraycopy(options, 0, words, 1, options.length);
    words[options.length + 1] = context.toString();
    return program.run(words);
  }

  @Test
  void builds_always_listsTheYoungestFirst() throws Exception {
    assertThat(build("-t", "app").code()).isZero();
    dockerfile("FROM localhost/busybox\nRUN exit 7\n");
    assertThat(build("-t", "app", "--target", "").code()).isEqualTo(1);

    List<String> lines = program.run("builds").out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).startsWith("BUILD ID       CREATED");
    assertThat(lines.get(1)).containsPattern("^[0-9a-f]{12} .* failed .* app:latest *$");
    assertThat(lines.get(2))
        .containsPattern("^[0-9a-f]{12} .* completed .* app:latest +[0-9a-f]{12}$");

    assertThat(program.run("builds", "-q", "--limit", "1").out().lines()).hasSize(1);
    assertThat(program.run("builds", "--format", "{{.Status}} {{.Steps}}").out())
        .isEqualTo("failed 2\ncompleted 3\n");
    assertThat(program.run("builds", "--format", "{{.None}}").code()).isEqualTo(2);
    assertThat(program.run("builds", "--limit", "-1").code()).isEqualTo(2);
  }

  @Test
  void logsOf_aBuild_showsAllThatItsStepsWrote() throws Exception {
    String many = "RUN i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo line $i; done\n";
    dockerfile("FROM localhost/busybox\nRUN echo out; echo err >&2\n" + many);
    assertThat(build().code()).isZero();

    String all = program.run("logs-of").out();
    assertThat(all)
        .containsPattern("#2 [0-9.]+ out\n")
        .containsPattern("#2 [0-9.]+ err\n")
        .containsPattern("#3 [0-9.]+ line 1\n")
        .containsPattern("#3 [0-9.]+ line 20000\n#3 DONE");
    assertThat(all.lines().filter(line -> line.contains(" line ")))
        .hasSizeGreaterThanOrEqualTo(20_000);

    String id = program.run("builds", "-q").out().strip();
    assertThat(program.run("logs-of", id.substring(0, 8), "--step", "2").out())
        .contains("out\n", "err\n")
        .doesNotContain("line 1\n");
    assertThat(program.run("logs-of", "last", "--step", "9").err()).contains("no step 9; it has 3");
    assertThat(program.run("logs-of", "^1").err()).contains("no build ^1 is known");
    assertThat(program.run("logs-of", "--progress", "tty").code()).isEqualTo(2);
  }

  @Test
  void logsOf_aFailedBuild_endsWithTheFailure() throws Exception {
    dockerfile("FROM localhost/busybox\nRUN echo so far; exit 7\n");
    build();

    assertThat(program.run("logs-of").out())
        .containsPattern("#2 [0-9.]+ so far\n#2 ERROR: process .* exit code: 7\n$");
  }

  @Test
  void rawjson_always_isOneObjectALineWithTheFieldsOfBuildx() throws Exception {
    Program.Ended ended = build("--progress", "rawjson");

    StringBuilder written = new StringBuilder();
    List<String> lines = ended.err().lines().toList();
    for (String line : lines) {
      Object parsed = Json.parse(line.getBytes(StandardCharsets.UTF_8));
      assertThat(parsed).isInstanceOf(Map.class);
      if (parsed instanceof Map<?, ?> object && object.get("logs") instanceof List<?> logs) {
        Map<?, ?> log = (Map<?, ?>) logs.getFirst();
        written.append(log.get("stream")).append(' ');
        byte[] data = Base64.getDecoder().decode((String) log.get("data"));
        written.append(new String(data, StandardCharsets.UTF_8));
      }
    }
    assertThat(written.toString()).contains("1 out\n", "2 err\n", "1 second\n");
    assertThat(ended.err())
        .contains("\"name\":\"[2/3] RUN echo out; echo err >&2\",\"started\":\"")
        .contains("\"cached\":true")
        .contains("{\"notes\":[\"image sha256:");
    assertThat(program.run("logs-of", "--progress", "rawjson").out())
        .contains(
            "\"data\":\""
                + Base64.getEncoder().encodeToString("out\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void historyOf_aNameADirectoryOrADigest_listsTheirBuilds() throws Exception {
    build("-t", "app");
    build("-t", "other");
    String digest =
        program
            .run("builds", "--no-trunc", "--limit", "1", "--format", "{{.Digest}}")
            .out()
            .strip();

    assertThat(program.run("history-of", "-q", "app").out().lines()).hasSize(1);
    assertThat(program.run("history-of", "-q", context.toString()).out().lines()).hasSize(2);
    assertThat(program.run("history-of", "-q", digest).out().lines()).hasSize(2);
    assertThat(program.run("history-of", "none").err()).contains("no build of none is known");
  }

  @Test
  void prune_ofLogs_removesThemAndNothingElse() throws Exception {
    build("-t", "app");

    assertThat(program.run("prune", "--filter", "type=log").out()).contains("removed 1 logs");
    assertThat(program.run("builds", "-q").out()).isEmpty();
    assertThat(build("-t", "app").err()).contains("3/3 steps cached");
  }
}
