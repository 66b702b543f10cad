package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cli.text.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --format} and {@code --filter} of the commands that show images. */
@Timeout(120)
final class ListFormatTest {
  @TempDir private Path home;
  private Program program;

  @SuppressWarnings("NullAway.Init") // set before each test
  ListFormatTest() {}

  @BeforeEach
  void build() throws Exception {
    program = new Program(home);
    Path context = Files.createDirectory(home.resolve("context"));
    Path dockerfile = context.resolve("Dockerfile");
    Files.writeString(dockerfile, "FROM scratch\nLABEL kind=old\nENV a=b\n");
    program.run("-t", "team/app:1", "--source-date-epoch=1000", context.toString());
    Files.writeString(dockerfile, "FROM scratch\nLABEL kind=new\nCMD [\"x\", \"y\"]\n");
    program.run("-t", "team/tool", "--source-date-epoch=2000", context.toString());
    Files.writeString(dockerfile, "FROM scratch\nLABEL nobody=1\n");
    program.run("--source-date-epoch=3000", context.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dangling=true | <none>",
        "dangling=false | team/tool:latest team/app:1",
        "label=kind | team/tool:latest team/app:1",
        "label=kind=old | team/app:1",
        "reference=team/* | team/tool:latest team/app:1",
        "reference=*/app:1 | team/app:1",
        "reference=*/t*,reference=*/app | team/tool:latest team/app:1",
        "label=kind,label=kind=new | team/tool:latest",
        "before=team/tool | team/app:1",
        "since=team/tool | <none>",
      })
  void filter_takesThoseThatItNames(String filter, String names) {
    String format = "{{.Repository}}:{{.Tag}}";
    String expected = names.replace("<none>", "<none>:<none>").replace(' ', '\n') + "\n";

    List<String> words = new ArrayList<>(List.of("images", "--format", format));
    Stream.of(filter.split(",")).forEach(one -> words.addAll(List.of("--filter", one)));
    assertThat(program.run(words.toArray(String[]::new)).out()).isEqualTo(expected);
  }

  @Test
  void name_mayBeAPattern_andAllIsTaken() {
    assertThat(program.run("images", "-aq", "team/*").out().lines()).hasSize(2);
    assertThat(program.run("images", "-q", "team/*:1").out().lines()).hasSize(1);
    assertThat(program.run("images", "-q", "team").out()).isEmpty();
  }

  @Test
  void table_hasDockersHeadings() {
    String format = "--format=table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}";

    assertThat(program.run("images", format, "team/app").out().lines().toList())
        .first()
        .isEqualTo("REPOSITORY   TAG       IMAGE ID       CREATED");
    assertThat(program.run("images", "--format=table {{.Tag}}\\t{{.Size}}", "none").out())
        .isEqualTo("TAG       SIZE\n");
  }

  @Test
  void json_isALineForEachRow_withDockersFields() {
    assertThat(program.run("images", "--format=json", "team/app").out())
        .startsWith("{\"ID\":\"")
        .contains(
            "\"Repository\":\"team/app\",\"Tag\":\"1\",\"Digest\":\"<none>\"",
            "\"CreatedAt\":\""
                + Quantity.moment(Instant.ofEpochSecond(1000))
                + "\",\"Size\":\"0B\",\"VirtualSize\":\"0B\"");
    assertThat(program.run("history", "--format={{.CreatedBy}}\\t{{.Size}}", "team/app:1").out())
        .isEqualTo("ENV a=b\t0B\nLABEL kind=old\t0B\n");
    assertThat(program.run("images", "--digests").out()).contains("DIGEST");
  }

  @Test
  void inspect_showsFieldsAsGoDoes() {
    assertThat(
            program
                .run(
                    "inspect",
                    "--format={{.Config.Cmd}} {{json .Config.Cmd}} {{.Config.Labels}} {{.Os}}",
                    "team/tool")
                .out())
        .isEqualTo("[x y] [\"x\",\"y\"] map[kind:new] linux\n");
    assertThat(program.run("inspect", "-f", "{{range .RepoTags}}{{.}}{{end}}", "team/tool").out())
        .isEqualTo("team/tool:latest\n");
    assertThat(program.run("inspect", "--format={{.Config.Labels.none}}", "team/tool").out())
        .isEqualTo("<no value>\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "images --format={{.Name}} | --format: there is no field Name; there are ID, Repository",
        "images --format={{range_ .ID}} | there is no function range_",
        "images --filter=color=red | it is dangling, reference, label, before or since",
        "images --filter=dangling=maybe | dangling is true or false",
        "inspect --format={{.Nothing}} team/tool | there is no field Nothing",
      })
  void format_thatIsNone_isToldWithWhatThereIs(String words, String message) {
    Program.Ended ended = program.run(words.split(" (?![.])"));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(message);
  }
}
