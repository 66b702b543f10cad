package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every flag that docs/flags.md says "yes" to, in a build: it goes well, and has the effect that a
 * build without a RUN can show.
 */
final class TriedFlagsTest {
  private static final Pattern YES = Pattern.compile("(?m)^\\| `(--[a-z-]+)` \\| yes \\|");
  private static final Pattern FLAG = Pattern.compile("--[a-z-]+");

  /**
   * The words, and after a bar a file that is there then, {@code {{template}} value} of the image,
   * or a part of what is told; an exclamation mark is before what is told by a build that fails.
   */
  private static final String TRIED =
      """
      --add-host=web:10.0.0.1
      --allow=network.host
      --annotation=a=b
      --attest=type=provenance
      --build-arg=A=outside              | {{index .Config.Env 1}} A=outside
      --build-context=other=CONTEXT
      --builder=other                    | --builder has no effect
      --cache-from=type=local,src=HOME/x | HOME/x
      --cache-to=type=local,dest=HOME/c  | HOME/c/index.json
      --call=build                       | {{.Os}} linux
      --cgroup-parent=x                  | --cgroup-parent has no effect
      --check
      --compress
      --cpu-period=1000 --cpu-quota=500
      --cpu-shares=5                     | --cpu-shares has no effect
      --cpus=1
      --cpuset-cpus=0                    | --cpuset-cpus has no effect
      --cpuset-mems=0                    | --cpuset-mems has no effect
      --debug
      --disable-content-trust
      --explain                          | COPY f /
      --file=CONTEXT/Dockerfile          | {{.Os}} linux
      --force-rm
      --help                             | --build-arg
      --hostname=h
      --iidfile=HOME/iid                 | HOME/iid
      --isolation=default                | {{.Os}} linux
      --label=a=b                        | {{.Config.Labels.a}} b
      --load                             | ! HOME/no-docker
      --memory=64m
      --memory-swap=1g                   | --memory-swap has no effect
      --metadata-file=HOME/metadata      | HOME/metadata
      --network=none
      --no-cache
      --no-cache-filter=last
      --on-failure=shell                 | ! needs a terminal
      --output=type=local,dest=HOME/out  | HOME/out/f
      --pids-limit=10
      --platform=linux/riscv64           | {{.Architecture}} riscv64
      --progress=rawjson                 | "vertexes"
      --provenance
      --pull
      --push                             | ! 127.0.0.1:1
      --quiet
      --rm
      --root=HOME/store                  | {{.Os}} linux
      --runtime=/no/such/runc            | ! /no/such/runc
      --sbom
      --secret=id=x,src=CONTEXT/f
      --security-opt=x                   | --security-opt has no effect
      --shm-size=1m
      --sign=HOME/no-key --push          | ! HOME/no-key
      --source-date-epoch=0              | {{.Created}} 1970-01-01T00:00:00Z
      --squash                           | --squash has no effect
      --ssh=default                      | ! SSH_AUTH_SOCK
      --stream
      --summary=HOME/summary             | HOME/summary
      --tag=127.0.0.1:1/more:2           | tagged 127.0.0.1:1/more:2
      --target=last                      | {{len .Config.Env}} 2
      --tls-verify=false
      --ulimit=nofile=10
      """;

  @TempDir Path home;

  static Stream<String> tried() {
    return TRIED.lines();
  }

  @BeforeEach
  void makeContext() throws IOException {
    Path context = Files.createDirectory(home.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch AS last\nARG A=inside\nENV A=$A\nCOPY f /\nFROM last AS more\nENV B=b\n");
    Files.writeString(context.resolve("f"), "");
    Files.createDirectory(home.resolve("x"));
  }

  private String here(String text) {
    return text.replace("CONTEXT", home + "/context").replace("HOME", home.toString());
  }

  @ParameterizedTest
  @MethodSource("tried")
  void build_withTheFlag_doesWhatThePageSays(String line) {
    String[] parts = line.split(" +\\| ", 2);
    String told = parts.length == 1 ? "" : here(parts[1]);
    Program program = new Program(home);
    program.set("DOCKER_HOST", "unix://" + home + "/no-docker");
    String words = "build -t 127.0.0.1:1/app " + here(parts[0]) + " " + home + "/context";

    Program.Ended ended = program.run(words.split(" ", -1));

    assertThat(ended.code() == 0).as(ended.err()).isEqualTo(!told.startsWith("! "));
    assertThat(ended.err()).doesNotContain("unknown option");
    if (told.startsWith("{{")) {
      int end = told.indexOf("}} ") + 2;
      String found = program.run("inspect", "-f", told.substring(0, end), "127.0.0.1:1/app").out();
      assertThat(found.strip()).isEqualTo(told.substring(end + 1));
    } else if (told.startsWith("/")) {
      assertThat(Path.of(told)).exists();
    } else {
      assertThat(ended.err() + ended.out()).contains(told.replaceFirst("^! ", ""));
    }
  }

  @Test
  void flags_ofThePage_areAllTried() throws IOException {
    List<String> named =
        YES.matcher(Files.readString(Path.of("../docs/flags.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    TreeSet<String> tried = new TreeSet<>();
    tried()
        .map(line -> line.split(" +\\| ", 2)[0])
        .forEach(words -> FLAG.matcher(words).results().forEach(f -> tried.add(f.group())));

    assertThat(named).hasSizeGreaterThan(55);
    assertThat(tried).isEqualTo(new TreeSet<>(named));
  }
}
