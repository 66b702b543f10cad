package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** plan, explain, du and prune, on images that no process runs in. */
final class CacheCommandsTest {
  @TempDir Path home;
  private Program program;
  private Path context;

  @SuppressWarnings("NullAway.Init") // set before each test
  CacheCommandsTest() {}

  @BeforeEach
  void writeContext() throws IOException {
    program = new Program(home);
    context = Files.createDirectory(home.resolve("context"));
    write("Dockerfile", "FROM scratch\nCOPY src /src\nWORKDIR /work\n");
    Files.createDirectory(context.resolve("src"));
    write("src/main.c", "main");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(context.resolve(name), text);
  }

  private String[] words(String command, String... more) {
    String[] words = new String[more.length + 2];
    words[0] = command;
    System.arraycopy(more, 0, words, 1, more.length);
    words[more.length + 1] = context.toString();
    return words;
  }

  @Test
  void plan_beforeAndAfterABuild_tellsWhatWouldRun() throws Exception {
    Program.Ended before = program.run(words("plan"));
    assertThat(before.code()).isEqualTo(10);
    assertThat(before.out()).contains("2 of 2 steps would run", "no earlier build of it is known");
    assertThat(program.run(words("build", "-t", "app")).code()).isZero();

    Program.Ended after = program.run(words("plan", "-t", "app"));

    assertThat(after.code()).isZero();
    assertThat(after.out()).contains("all 2 steps are in the cache", "cached     [1/2] COPY src");
  }

  @Test
  void build_withACacheThatAnotherStoreWrote_takesAllStepsFromIt() {
    String cache = home.resolve("cache").toString();
    String store = home.resolve("other").toString();
    program.run(words("build", "--cache-to", "type=local,mode=max,dest=" + cache));

    String[] build = {
      "--root", store, "build", "--cache-from", "type=local,src=" + cache, context.toString()
    };
    Program.Ended second = program.run(build);

    assertThat(second.code()).isZero();
    assertThat(second.err()).contains("2/2 steps cached");
  }

  @Test
  void explain_afterAChange_namesTheFile() throws Exception {
    program.run(words("build", "-t", "app"));
    write("src/new.c", "new");
    Program.Ended build = program.run(words("build", "-t", "app", "--explain"));
    assertThat(build.err()).contains("added     src/new.c");

    assertThat(program.run(words("explain")).out())
        .contains("2 of 2 steps ran", "added     src/new.c", "input     [1/2] ran");
    assertThat(program.run("explain", "app", "--all").out()).contains("added     src/new.c");
    Program.Ended json = program.run("explain", "app", "--format", "json");
    assertThat(Json.parse(json.out().getBytes(StandardCharsets.UTF_8))).isInstanceOf(Map.class);
    assertThat(json.out()).contains("\"kind\": \"file-added\"", "\"path\": \"src/new.c\"");
    Program.Ended unknown = program.run("explain", "other");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("no build of other is known");
  }

  @Test
  void build_withoutCacheOfUnknownStage_namesTheStages() throws Exception {
    Program.Ended build = program.run(words("build", "--no-cache-filter", "one,two"));

    assertThat(build.code()).isEqualTo(2);
    assertThat(build.err()).contains("no stage is named \"one\"", "FROM image AS name");
  }

  @Test
  void prune_afterRmi_freesAll() throws Exception {
    program.run(words("build", "-t", "app"));
    assertThat(program.run("du", "--verbose").out()).contains("Build cache", "app:latest");
    assertThat(program.run("rmi", "app").code()).isZero();

    Program.Ended prune = program.run("prune", "--all", "--force");

    assertThat(prune.code()).isZero();
    assertThat(prune.out()).contains("Total reclaimed space: ").doesNotContain("space: 0B");
    assertThat(program.run("du").out()).containsPattern("Build cache +0 +0B");
  }

  @Test
  void prune_withWrongWords_tellsTheRightOnes() throws Exception {
    Program.Ended filter = program.run("prune", "--filter", "label=x");
    assertThat(filter.code()).isEqualTo(2);
    assertThat(filter.err()).contains("until=SPAN");
    Program.Ended size = program.run("prune", "--max-size", "many");
    assertThat(size.code()).isEqualTo(2);
    assertThat(size.err()).contains("500MB");
    assertThat(program.run("prune", "--keep-storage", "1GB", "--filter", "until=24h").code())
        .isZero();
  }
}
