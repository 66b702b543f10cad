package dev.jbuild.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.host.Terminal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildInputTest {
  /** How gzip begins. */
  private static final String ARCHIVE = "\u001f\u008b\u0008";

  @TempDir private Path work;
  private String directory = "";
  private String file = "";

  @BeforeEach
  void write() throws Exception {
    directory = work.toString();
    file = Files.writeString(work.resolve("file"), "FROM scratch\n").toString();
  }

  private static BuildInput input(@Nullable String context, @Nullable String file, String input)
      throws Exception {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Output out = new Output(nowhere);
    return BuildInput.of(context, file, new Host(Map.of(), Terminal.NONE, in, out, nowhere));
  }

  private static void assertWrong(
      @Nullable String context, @Nullable String file, String input, String message) {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> input(context, file, input))
        .withMessageContaining(message);
  }

  @Test
  void of_aDirectory_looksForTheDockerfileWhereItIsSaid() throws Exception {
    ContextSource local = new ContextSource.Local(work);

    assertThat(input(directory, null, ""))
        .isEqualTo(new BuildInput(local, new DockerfileSource.InContext()));
    assertThat(input(directory, file, ""))
        .isEqualTo(new BuildInput(local, new DockerfileSource.File(Path.of(file), file)));
    assertThat(input(directory, "-", "FROM x\n"))
        .isEqualTo(new BuildInput(local, new DockerfileSource.Inline("FROM x\n")));
    assertThat(input(directory, "https://h/D", ""))
        .isEqualTo(new BuildInput(local, new DockerfileSource.Http("https://h/D")));
    assertWrong(directory, "no-such", "", "there is no Dockerfile no-such");
  }

  @Test
  void of_anArchiveOrRepository_takesRelativeNamesFromIt() throws Exception {
    Path tar = Files.writeString(work.resolve("files.tar"), ARCHIVE, StandardCharsets.ISO_8859_1);
    assertThat(input(tar.toString(), "sub/D", ""))
        .isEqualTo(
            new BuildInput(new ContextSource.Archive(tar), new DockerfileSource.Named("sub/D")));
    assertThat(input("git@h:r", "D", ""))
        .isEqualTo(
            new BuildInput(new ContextSource.Git("git@h:r"), new DockerfileSource.Named("D")));
    assertThat(input("https://h/x.tar", file, "").dockerfile())
        .isEqualTo(new DockerfileSource.File(Path.of(file), file));
  }

  @Test
  void of_standardInput_tellsAnArchiveFromADockerfile() throws Exception {
    assertThat(input("-", null, "FROM x\n"))
        .isEqualTo(
            new BuildInput(new ContextSource.Empty(), new DockerfileSource.Inline("FROM x\n")));
    BuildInput archive = input("-", "D", ARCHIVE + "rest");
    assertThat(archive.dockerfile()).isEqualTo(new DockerfileSource.Named("D"));
    assertThat(archive.context())
        .isInstanceOfSatisfying(
            ContextSource.Stream.class,
            stream ->
                assertThat(stream.bytes())
                    .hasBinaryContent((ARCHIVE + "rest").getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void of_whatCannotBe_saysWhy() {
    assertWrong(null, null, "", "a build needs the directory of its context");
    assertWrong("/no/such", null, "", "path \"/no/such\" not found");
    assertWrong(file, null, "", "is neither; a Dockerfile is named by -f");
    assertWrong("-", null, "", "standard input is empty");
    assertWrong("-", "-", "x", "can't use stdin for both");
    assertWrong("-", "D", "FROM x\n", "ambiguous Dockerfile source");
  }
}
