package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.remote.CommitTime;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands together, on a store of their own with a base image of busybox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class ProgramTest {
  private static final String BASE = "localhost/busybox";

  private Path home;
  private Program program;

  @SuppressWarnings("NullAway.Init") // set before the tests
  ProgramTest() {}

  @BeforeAll
  void importBase(@TempDir Path directory) throws Exception {
    home = directory;
    program = new Program(home);
    program.importBusybox(home, BASE);
  }

  @AfterAll
  void emptyStore() throws Exception {
    // The layers hold files that only their owner in the container may remove.
    Process remove = new ProcessBuilder("rm", "-rf", home.resolve("store").toString()).start();
    assertThat(remove.waitFor()).isZero();
  }

  private Path context(String name, String dockerfile) throws IOException {
    Path directory = Files.createDirectories(home.resolve(name));
    Files.writeString(directory.resolve("Dockerfile"), dockerfile);
    return directory;
  }

  private Program.Ended build(String tag, String dockerfile, String... more) throws IOException {
    Path directory = context(tag, dockerfile);
    String[] words = new String[more.length + 3];
    words[0] = "-t";
    words[1] = tag;
    System.arraycopy(more, 0, words, 2, more.length);
    words[more.length + 2] = directory.toString();
    return program.run(words);
  }

  @Test
  void build_withASourceDateEpoch_isDatedSo() throws Exception {
    String dockerfile = "FROM " + BASE + "\nRUN touch /x\n";
    Program.Ended ended = build("dated", dockerfile, "--source-date-epoch=1772323200");

    assertThat(ended.code()).isZero();
    assertThat(program.run("inspect", "dated").out())
        .contains("\"Created\": \"2026-03-01T00:00:00Z\"");
    assertThat(build("dated", dockerfile, "--source-date-epoch=noon").err())
        .contains("invalid SOURCE_DATE_EPOCH: noon");
  }

  @Test
  void build_forSeveralPlatforms_givesAnIndexAndItsMetadata() throws Exception {
    Path metadata = home.resolve("metadata.json");
    Path id = home.resolve("id");
    Program.Ended ended =
        build(
            "several",
            "FROM scratch\nARG TARGETARCH\nLABEL on=$TARGETARCH\n",
            "--platform=linux/arm64,riscv64",
            "--annotation=index:org.example=x",
            "--metadata-file=" + metadata,
            "--iidfile=" + id);

    assertThat(ended.code()).as(ended.err()).isZero();
    Map<?, ?> json = (Map<?, ?>) Objects.requireNonNull(Json.parse(Files.readAllBytes(metadata)));
    assertThat(json.keySet())
        .isEqualTo(
            Set.of(
                "buildx.build.ref",
                "containerimage.descriptor",
                "containerimage.digest",
                "image.name"));
    assertThat(json.get("image.name")).isEqualTo("docker.io/library/several:latest");
    assertThat(Files.readString(id)).isEqualTo(json.get("containerimage.digest"));
    assertThat(program.run("inspect", "several").out()).contains("\"on\": \"arm64\"");
    assertThat(program.run("inspect", "--platform=linux/riscv64", "several").out())
        .contains("\"on\": \"riscv64\"");
    assertThat(program.run("inspect", "--platform=linux/s390x", "several").err())
        .contains("no image several for linux/s390x");
  }

  @Test
  void build_onAPlatformWithoutEmulator_isRefused() throws Exception {
    Program.Ended ended =
        build("far", "FROM scratch\nCOPY . /\nRUN x\n", "--platform=linux/sparc64");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Dockerfile:3", "no emulator for linux/sparc64");
  }

  @Test
  void build_datedByGit_takesTheTimeOfTheCommit() throws Exception {
    Path directory = context("committed", "FROM scratch\nCOPY Dockerfile /\n");
    Process git =
        new ProcessBuilder(
                "sh",
                "-c",
                "git init -q && git add . && git -c user.name=a -c user.email=a@b commit -qm one")
            .directory(directory.toFile())
            .inheritIO()
            .start();
    assertThat(git.waitFor()).isZero();

    Program.Ended ended =
        program.run("-t", "committed", "--source-date-epoch=git", directory.toString());

    assertThat(ended.code()).as(ended.err()).isZero();
    Instant committed = CommitTime.of(directory);
    assertThat(program.run("inspect", "committed").out())
        .contains("\"Created\": \"" + committed + "\"");
    assertThat(build("outside", "FROM scratch\n", "--source-date-epoch=git").err())
        .contains("is in no git repository");
  }

  @Test
  void build_whenRepeated_usesTheCache() throws Exception {
    String dockerfile = "FROM " + BASE + "\nRUN echo twi''ce\nCMD [\"true\"]\n";
    Program.Ended first = build("twice", dockerfile);
    Program.Ended second = build("twice", dockerfile);

    assertThat(first.code()).isZero();
    assertThat(first.out()).isEmpty();
    assertThat(first.err()).contains("[2/2] RUN echo twi''ce", " twice\n", "tagged twice:latest\n");
    assertThat(second.err())
        .contains("#2 CACHED\n", "2/2 steps cached\n")
        .doesNotContain(" twice\n");
  }

  @Test
  void build_whenQuiet_printsOnlyTheId() throws Exception {
    Path idFile = home.resolve("id");
    Program.Ended ended =
        build("quiet", "FROM " + BASE + "\nRUN echo made\n", "-q", "--iidfile", idFile.toString());

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .matches("sha256:[0-9a-f]{64}\n")
        .isEqualTo(Files.readString(idFile) + "\n");
  }

  @Test
  void build_whenStepFails_namesItsLine() throws Exception {
    Program.Ended ended =
        build("failing", "FROM " + BASE + "\n\nRUN echo before; exit 3\n", "--progress", "plain");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains("error: Dockerfile:3: ", "exit code", ">   3 | RUN echo before; exit 3");
    assertThat(program.run("inspect", "failing").code()).isEqualTo(1);
  }

  @Test
  void explain_ofABuildThatFailed_tellsHowFarItCame() throws Exception {
    String before = "FROM " + BASE + "\nRUN echo fine >/x\n";
    build("partly", before + "RUN cat /x\nRUN true after\n");
    Program.Ended failed =
        build("partly", before + "RUN cat /y\nRUN true after\n", "--explain", "--progress=plain");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .contains(
            "0 of 4 steps ran, 1 failed, 1 was not done", "line      RUN cat /x -> RUN cat /y");

    String explained = program.run("explain", home.resolve("partly").toString()).out();

    assertThat(explained)
        .containsPattern("failed [0-9.]+s +\\[3/4\\] RUN cat /y\n")
        .contains("not done   [4/4] RUN true after", "line      RUN cat /x -> RUN cat /y");
    assertThat(program.run("explain", home.resolve("partly").toString(), "--format=json").out())
        .contains("\"failed\": true", "\"outcome\": \"not-done\"");
  }

  @Test
  void build_whenDockerfileIsWrong_namesTheMistake() throws Exception {
    Program.Ended ended = build("wrong", "FROM " + BASE + "\nRUNN true\n");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Dockerfile:2", "RUNN", "RUN");
  }

  @Test
  void build_whenOptionsAreGiven_passesThemOn() throws Exception {
    program.set("FROM_ENV", "from-env");
    Path directory = context("options", "FROM " + BASE + " AS unused\nRUN exit 1\n");
    Path file = directory.resolve("Other");
    Files.writeString(
        file,
        """
        FROM %s AS wanted
        ARG A=default
        ARG FROM_ENV
        RUN echo "A=$A FROM_ENV=$FROM_ENV"; ls /sys/class/net
        FROM wanted
        RUN exit 1
        """
            .formatted(BASE));
    Program.Ended ended =
        program.run(
            "build",
            "-f",
            file.toString(),
            "--build-arg",
            "A=given",
            "--build-arg",
            "FROM_ENV",
            "--build-arg",
            "UNSET",
            "--label",
            "l=v",
            "--target",
            "wanted",
            "--network",
            "none",
            "--no-cache",
            "-t",
            "one",
            "--tag=two:2",
            "--progress=plain",
            directory.toString());

    assertThat(ended.err())
        .contains(" A=given FROM_ENV=from-env\n", " lo\n")
        .doesNotContain("eth0");
    assertThat(ended.code()).isZero();
    assertThat(program.run("images", "two:2").out()).contains("two");
    assertThat(inspect("one"))
        .extracting("Config")
        .extracting("Labels")
        .isEqualTo(Map.of("l", "v"));
  }

  @Test
  void build_whenDockerfileComesFromInput_readsIt() throws Exception {
    Path directory = context("input", "nonsense");
    byte[] dockerfile = ("FROM " + BASE + "\nENV A=1\n").getBytes(StandardCharsets.UTF_8);
    Program.Ended ended =
        program.runWithInput(dockerfile, "build", "-t", "input", "-f", "-", directory.toString());

    assertThat(ended.code()).isZero();
  }

  private Map<?, ?> inspect(String image) {
    Object json = Json.parse(program.run("inspect", image).bytes());
    assertThat(json).isInstanceOf(List.class);
    return (Map<?, ?>) ((List<?>) json).getFirst();
  }

  @Test
  void images_whenTagged_areListedAndRemoved() throws Exception {
    build("listed:1", "FROM " + BASE + "\nLABEL a=b\n");
    assertThat(program.run("tag", "listed:1", "other:2").code()).isZero();

    String id = program.run("images", "-q", "--no-trunc", "listed").out().strip();
    List<String> lines = program.run("images").out().lines().toList();
    assertThat(lines.getFirst()).matches("REPOSITORY +TAG +IMAGE ID +CREATED +SIZE");
    assertThat(lines)
        .anyMatch(line -> line.matches("listed +1 +" + id.substring(7, 19) + " .* ago +.*MB"))
        .anyMatch(line -> line.matches("other +2 +" + id.substring(7, 19) + " .*"));
    assertThat(program.run("rmi", "listed:1", "nothing").code()).isEqualTo(2);
    assertThat(program.run("rmi", "other:2").out())
        .isEqualTo("Untagged: other:2\nDeleted: " + id + "\n");
  }

  @Test
  void history_whenBuilt_tellsTheInstructions() throws Exception {
    build("told", "FROM " + BASE + "\nRUN echo x > /x\nCMD [\"a\"]\n");
    List<String> lines = program.run("history", "told").out().lines().toList();

    assertThat(lines.get(0)).matches("IMAGE +CREATED +CREATED BY +SIZE +COMMENT");
    assertThat(lines.get(1)).matches("[0-9a-f]{12} .* CMD \\[\"a\"] +0B .*");
    assertThat(lines.get(2)).matches("<missing> .* RUN /bin/sh -c echo x > /x .*kB .*");
    assertThat(program.run("history", "-q", "told").out()).endsWith("<missing>\n");
  }

  @Test
  void save_whenLoadedElsewhere_isTheSameImage(@TempDir Path elsewhere) throws Exception {
    build("moved", "FROM " + BASE + "\nRUN echo x > /x\n");
    Program other = new Program(elsewhere);
    Program.Ended saved = program.run("save", "moved");
    Path file = elsewhere.resolve("moved.tar");
    assertThat(program.run("save", "-o", file.toString(), "moved").code()).isZero();

    assertThat(saved.bytes()).isEqualTo(Files.readAllBytes(file));
    assertThat(other.runWithInput(saved.bytes(), "load").out())
        .isEqualTo("Loaded image: moved:latest\n");
    assertThat(other.run("images", "-q", "--no-trunc").out())
        .isEqualTo(program.run("images", "-q", "--no-trunc", "moved").out());
  }

  @Test
  void run_whenImageIsBuilt_startsIt() throws Exception {
    build(
        "started",
        "FROM " + BASE + "\nENV A=image\nENTRYPOINT [\"sh\", \"-c\"]\nCMD [\"exit 9\"]\n");
    program.set("HERE", "here");
    byte[] input = "typed\n".getBytes(StandardCharsets.UTF_8);

    assertThat(program.run("run", "--rm", "started").code()).isEqualTo(9);
    Program.Ended ended =
        program.runWithInput(
            input,
            "run",
            "-i",
            "-e",
            "A=mine",
            "-e",
            "HERE",
            "-w",
            "/tmp",
            "-u",
            "www-data",
            "--network",
            "none",
            "started",
            "echo $A $HERE $PWD $(id -un) $(cat); echo e >&2");
    assertThat(ended.out()).isEqualTo("mine here /tmp www-data typed\n");
    assertThat(ended.err()).isEqualTo("e\n");
    assertThat(program.run("run", "--entrypoint", "ls", "started", "-d", "/bin").out())
        .isEqualTo("/bin\n");
    assertThat(program.run("run", "--entrypoint", "nosuch", "started").code()).isEqualTo(127);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void build_withARuntime_isTheSameImage(String runtime) throws Exception {
    String dockerfile = "FROM " + BASE + "\nRUN echo made > /made\nCMD [\"cat\", \"/made\"]\n";
    Path directory = context("by-" + runtime, dockerfile);
    String tag = "by-" + runtime;

    Program.Ended built =
        program.run("build", "--no-cache", "--runtime", runtime, "-t", tag, directory.toString());
    assertThat(built.code()).as(built.err()).isZero();
    assertThat(program.run("run", "--runtime", runtime, tag).out()).isEqualTo("made\n");
    assertThat(program.run("run", "--runtime", "nosuch", tag).err())
        .contains("there is no runtime \"nosuch\"");
  }

  @Test
  void run_withPublishedPorts_namesTheFreeOnes() throws Exception {
    build("published", "FROM " + BASE + "\nEXPOSE 80\nCMD [\"true\"]\n");

    assertThat(program.run("run", "--network", "none", "-P", "published").err())
        .startsWith("published 0.0.0.0:")
        .contains("->80/tcp");
    assertThat(program.run("run", "-p", "web", "published").err())
        .contains("cannot publish \"web\"");
  }

  @Test
  void run_whenImageHasNoTag_isFoundById() throws Exception {
    Path directory = context("untagged", "FROM " + BASE + "\nCMD [\"echo\", \"by id\"]\n");
    String id = program.run("build", "-q", directory.toString()).out().strip();

    assertThat(program.run("run", id).out()).isEqualTo("by id\n");
  }
}
