package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of {@code -o}, {@code --push} and {@code --load}. */
@Timeout(120)
final class OutputTest {
  @TempDir private Path home;
  private Program program;
  private Path context;

  @SuppressWarnings("NullAway.Init") // set before each test
  OutputTest() {}

  @BeforeEach
  void open() throws IOException {
    program = new Program(home);
    context = Files.createDirectory(home.resolve("context"));
    Files.writeString(context.resolve("file"), "text");
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY file /\n");
  }

  private Program.Ended build(String... words) {
    List<String> all = new ArrayList<>(List.of("build"));
    all.addAll(List.of(words));
    all.add(context.toString());
    return program.run(all.toArray(String[]::new));
  }

  @Test
  void severalOutputs_ofOneBuild_areAllMade() {
    Path out = home.resolve("out");
    Path tar = home.resolve("app.tar");
    Path layout = home.resolve("layout");
    Program.Ended ended =
        build(
            "-t",
            "app",
            "-o",
            out.toString(),
            "-o",
            "type=docker,dest=" + tar,
            "-o",
            "type=oci,tar=false,compression=zstd,dest=" + layout);

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(out.resolve("file")).hasContent("text");
    assertThat(tar).isRegularFile();
    assertThat(layout.resolve("index.json")).content().contains("docker.io/library/app:latest");
    assertThat(ended.err())
        .contains("wrote 1 files to " + out, "wrote " + tar)
        .doesNotContain("tagged");
    assertThat(program.run("images", "-q").out()).isEmpty();
    assertThat(program.run("load", "-i", tar.toString()).out())
        .isEqualTo("Loaded image: app:latest\n");
  }

  @Test
  void dash_isATarOnStandardOutput_alone() throws Exception {
    Program.Ended ended = build("-q", "-o", "-");

    assertThat(ended.code()).as(ended.err()).isZero();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(ended.bytes()))) {
      assertThat(tar.getNextEntry().getName()).isEqualTo("file");
      assertThat(tar.getNextEntry()).isNull();
    }
    assertThat(build("-o", "-", "-o", "type=oci").err())
        .contains("only one -o can go to standard output");
  }

  @Test
  void imageOutput_isKeptUnderItsOwnNames() {
    Program.Ended ended = build("-t", "app", "-o", "\"type=image,name=one,two:2\"");
    assertThat(ended.code()).isEqualTo(2);

    ended = build("-t", "app", "-o", "type=image,\"name=one,two:2\",annotation.org.example=x");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("tagged one:latest", "tagged two:2");
    assertThat(program.run("images").out()).contains("one", "two").doesNotContain("app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type=tarball | there is no type tarball; it is local, tar, oci, docker, image or registry",
        "dest=x,name=y | type is missing",
        "type=local | dest is missing; it names the directory",
        "type=oci,dest=/ | destination / is a directory; name a file in it",
        "type=tar,dest=/nowhere/x.tar | there is no directory /nowhere for it",
        "type=local,dest=/etc/passwd | destination /etc/passwd is not a directory",
        "type=tar,compression=zstd | there is no field compression for type=tar",
        "type=oci,compression=estargz | estargz is not supported",
        "type=oci,compression=lz4 | compression is gzip, zstd or uncompressed, not lz4",
        "type=oci,compression-level=10 | the level is 1 to 9, not 10",
        "type=oci,compression-level=x | the compression level is a number, not x",
        "type=oci,compression=zstd,oci-mediatypes=false | have none for zstd layers",
        "type=oci,tar=false | tar=false is for type=oci with a directory as dest",
        "type=oci,rewrite-timestamp=true | needs SOURCE_DATE_EPOCH",
        "type=image,push=yes | push is true or false, not \"yes\"",
        "type=image,annotation.=x | the key is empty",
        "type=registry | --push needs a name to push to: -t NAME",
      })
  void output_thatIsNone_isToldBeforeAnythingRuns(String word, String message) {
    Program.Ended ended = build("-o", word);

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(message);
  }

  @Test
  void load_withoutADaemon_saysWhatToDo() {
    program.set("DOCKER_HOST", "unix://" + home.resolve("no.sock"));
    Program.Ended ended = build("-t", "app", "--load");
    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.err()).contains("nobody answers at unix://" + home.resolve("no.sock"));

    program.set("DOCKER_HOST", "ssh://host");
    assertThat(build("--load").err()).contains("only unix:// and tcp:// can be called");
  }

  @Test
  void compression_ofSave_isThatAskedFor() throws Exception {
    build("-t", "app");
    Path tar = home.resolve("app.tar");
    assertThat(program.run("save", "--compression=zstd", "-o", tar.toString(), "app").code())
        .isZero();
    assertThat(new String(Files.readAllBytes(tar), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("tar+zstd");
    assertThat(program.run("save", "--compression=estargz", "-o", tar.toString(), "app").err())
        .contains("estargz is not supported");
    assertThat(program.run("load", "-i", tar.toString()).code()).isZero();
  }
}
