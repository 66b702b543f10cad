package dev.jbuild.builder.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.image.Program;
import dev.jbuild.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local and the tar exporter, on images that are one layer. */
final class FilesExportTest {
  private static final Instant OLD = Instant.parse("2020-01-02T03:04:05Z");
  private static final List<Platform> TWO =
      List.of(Platform.parse("linux/arm64"), Platform.parse("linux/arm/v7"));

  @TempDir private Path work;
  private Path context;
  private Path out;
  private Builder builder;

  @SuppressWarnings("NullAway.Init") // set before each test
  FilesExportTest() {}

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    out = work.resolve("out");
    Path files = Files.createDirectories(context.resolve("files/dir"));
    Files.writeString(files.resolve("file"), "text");
    Files.setAttribute(files.resolve("file"), "unix:mode", 04750);
    Files.setLastModifiedTime(files.resolve("file"), FileTime.from(OLD));
    Files.createLink(files.resolve("hard"), files.resolve("file"));
    Files.createSymbolicLink(files.resolve("link"), Path.of("/nowhere"));
    Files.writeString(files.resolve("ü"), "umlaut");
    Files.setAttribute(files, "unix:mode", 0555);
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws Exception {
    builder.close();
    Files.setAttribute(context.resolve("files/dir"), "unix:mode", 0755);
  }

  private void export(Export export, List<Platform> platforms, Map<String, String> arguments)
      throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY --chown=7:8 files /\n");
    builder.build(
        BuildRequest.of(context)
            .withStages(StageOptions.defaults().withPlatforms(platforms).withBuildArgs(arguments))
            .withOutput(OutputOptions.DEFAULT.withExports(List.of(export))),
        BuildListener.SILENT);
  }

  private void export(Export export) throws Exception {
    export(export, List.of(Platform.host()), Map.of());
  }

  @Test
  void files_belongToTheCallerAndKeepModesTimesAndLinks() throws Exception {
    export(new Export.Files(out, null));

    Path file = out.resolve("dir/file");
    assertThat(file).hasContent("text");
    assertThat(out.resolve("dir/ü")).hasContent("umlaut");
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0104750);
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(Files.getAttribute(out, "unix:uid"));
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(OLD);
    assertThat(Files.isSameFile(file, out.resolve("dir/hard"))).isTrue();
    assertThat(Files.readSymbolicLink(out.resolve("dir/link"))).hasToString("/nowhere");
    assertThat(Files.getAttribute(out.resolve("dir"), "unix:mode")).isEqualTo(040555);
    assertThat(builder.store().tags().all()).as("an image that nobody asked for").isEmpty();
  }

  @Test
  void files_thatTheImageDoesNotHave_stay() throws Exception {
    Files.createDirectories(out.resolve("dir/mine"));
    Files.writeString(out.resolve("dir/mine/file"), "mine");
    Files.writeString(out.resolve("dir/file"), "an older one");

    export(new Export.Files(out, null));
    export(new Export.Files(out, null));

    assertThat(out.resolve("dir/mine/file")).hasContent("mine");
    assertThat(out.resolve("dir/file")).hasContent("text");
  }

  @Test
  void links_thatLeadElsewhere_areNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("file"), "theirs");
    Files.createDirectory(out);
    Files.createSymbolicLink(out.resolve("dir"), elsewhere);

    export(new Export.Files(out, null));

    assertThat(elsewhere.resolve("file")).hasContent("theirs");
    assertThat(elsewhere).isDirectoryNotContaining("glob:**hard");
    assertThat(Files.isDirectory(out.resolve("dir"), LinkOption.NOFOLLOW_LINKS)).isTrue();

    Files.setAttribute(out.resolve("dir"), "unix:mode", 0755);
    Files.delete(out.resolve("dir/file"));
    Files.createSymbolicLink(out.resolve("dir/file"), elsewhere.resolve("file"));
    export(new Export.Files(out, null));
    assertThat(elsewhere.resolve("file")).hasContent("theirs");
    assertThat(Files.isSymbolicLink(out.resolve("dir/file"))).isFalse();
  }

  @Test
  void directory_inThePlaceOfAFile_isNotRemoved() throws Exception {
    Files.createDirectories(out.resolve("dir/file/precious"));

    assertThatThrownBy(() -> export(new Export.Files(out, null)))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("dir/file is a directory, where the image has a file");
    assertThat(out.resolve("dir/file/precious")).isDirectory();
  }

  @Test
  void sourceDateEpoch_isTheTimeOfAll() throws Exception {
    export(
        new Export.Files(out, null),
        List.of(Platform.host()),
        Map.of("SOURCE_DATE_EPOCH", "1000000000"));

    assertThat(Files.getLastModifiedTime(out.resolve("dir/file")).toMillis())
        .isEqualTo(1_000_000_000_000L);
    assertThat(Files.getLastModifiedTime(out.resolve("dir")).toMillis())
        .isEqualTo(1_000_000_000_000L);
  }

  @Test
  void severalPlatforms_getADirectoryEach_orDoNotMeet() throws Exception {
    export(new Export.Files(out, null), TWO, Map.of());
    assertThat(out.resolve("linux_arm64/dir/file")).hasContent("text");
    assertThat(out.resolve("linux_arm_v7/dir/file")).hasContent("text");

    Path together = work.resolve("together");
    assertThatThrownBy(() -> export(new Export.Files(together, false), TWO, Map.of()))
        .hasMessageContaining("several platforms have a file dir/file");
    export(new Export.Files(together, true));
    assertThat(together.resolve(Platform.host().toString().replace('/', '_'))).isDirectory();
  }

  @Test
  void tar_hasOwnersAndNoNamesOfItsOwn() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    export(new Export.Tar(new Export.Target.Stream(bytes, "a stream"), null));
    Path tar = Files.write(work.resolve("files.tar"), bytes.toByteArray());

    assertThat(Program.run(List.of("tar", "tf", tar.toString(), "--quoting-style=literal")))
        .isEqualTo("dir/\ndir/file\ndir/hard\ndir/link\ndir/ü\n");
    assertThat(Program.run(List.of("tar", "tvf", tar.toString(), "--numeric-owner", "dir/file")))
        .startsWith("-rwsr-x--- 7/8");

    Path two = work.resolve("two.tar");
    export(new Export.Tar(new Export.Target.File(two), null), TWO, Map.of());
    assertThat(Program.run(List.of("tar", "tf", two.toString())).lines())
        .contains("linux_arm64/", "linux_arm64/dir/file", "linux_arm_v7/dir/hard");
  }
}
