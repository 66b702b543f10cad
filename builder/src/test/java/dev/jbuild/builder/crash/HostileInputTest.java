package dev.jbuild.builder.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeChild;
import dev.jbuild.cache.tree.TreeEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives, names and trees that somebody made to do harm; nothing outside the store is touched.
 */
class HostileInputTest {
  @TempDir Path work;
  private Path context;
  private Path outside;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    outside = Files.writeString(work.resolve("outside"), "as it was");
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
  }

  @AfterEach
  void nothingOutsideIsTouched() throws Exception {
    builder.close();
    assertThat(outside).hasContent("as it was");
    assertThat(Files.exists(work.resolve("evil"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.exists(Path.of("/jbuild-evil"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  private Tree build(String dockerfile) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    BuildResult result = builder.build(BuildRequest.of(context), BuildListener.SILENT);
    return builder.store().layers().treeOf(result.config().diffIds());
  }

  private List<String> names(Tree tree, String directory) throws IOException {
    return builder.store().trees().list(tree, directory).stream().map(TreeChild::name).toList();
  }

  private TarArchiveOutputStream archive() throws IOException {
    OutputStream out = Files.newOutputStream(context.resolve("a.tar"));
    return new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
  }

  private static void file(TarArchiveOutputStream tar, String name) throws IOException {
    byte[] content = "evil".getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target, byte type)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void add_ofArchiveWithMembersThatClimbOut_keepsThemInside() throws Exception {
    try (TarArchiveOutputStream tar = archive()) {
      file(tar, "../../../../jbuild-evil");
      file(tar, "/jbuild-evil2");
      file(tar, "a/../../b");
    }
    Tree tree = build("FROM scratch\nADD a.tar /in/\n");
    assertThat(names(tree, "")).containsExactly("in");
    assertThat(names(tree, "in")).contains("jbuild-evil", "jbuild-evil2", "b");
  }

  @Test
  void add_ofArchiveThatWritesThroughItsLinks_staysInside() throws Exception {
    try (TarArchiveOutputStream tar = archive()) {
      link(tar, "up", work.toString(), TarConstants.LF_SYMLINK);
      file(tar, "up/evil");
      link(tar, "file", "../../outside", TarConstants.LF_SYMLINK);
      file(tar, "file");
    }
    build("FROM scratch\nADD a.tar /in/\n");
  }

  @Test
  void add_ofArchiveWithAHardLinkToTheOutside_isRefused() throws Exception {
    try (TarArchiveOutputStream tar = archive()) {
      link(tar, "stolen", "../../../../../../etc/passwd", TarConstants.LF_LINK);
    }
    assertThat(failure("FROM scratch\nADD a.tar /in/\n")).contains("stolen", "etc/passwd");
  }

  private String failure(String dockerfile) throws Exception {
    try {
      build(dockerfile);
    } catch (BuildException e) {
      assertThat(e.origin()).isNotNull();
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("it did not fail");
  }

  @Test
  void add_ofArchiveWithADevice_isTheDevice() throws Exception {
    try (TarArchiveOutputStream tar = archive()) {
      TarArchiveEntry entry = new TarArchiveEntry("null", TarConstants.LF_CHR);
      entry.setDevMajor(1);
      entry.setDevMinor(3);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    Tree tree = build("FROM scratch\nADD a.tar /\n");
    assertThat(builder.store().trees().find(tree, "null").orElseThrow())
        .isInstanceOf(TreeEntry.Device.class);
  }

  @Test
  void copy_throughLinksOfTheContextThatLeaveIt_findsNothing() throws Exception {
    Files.createSymbolicLink(context.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(context.resolve("absolute"), outside);
    assertThat(failure("FROM scratch\nCOPY up/outside /\n")).contains("outside", "not found");
    assertThat(failure("FROM scratch\nCOPY absolute /\n")).contains("not found");
    assertThat(failure("FROM scratch\nCOPY ../outside /\n")).contains("outside", "not found");
  }

  @Test
  void copy_overALinkThatLeavesTheImage_staysInside() throws Exception {
    Files.createDirectory(context.resolve("dir"));
    Files.createSymbolicLink(context.resolve("dir/link"), work);
    Files.writeString(context.resolve("evil"), "evil");
    Tree tree = build("FROM scratch\nCOPY dir /\nCOPY evil /link/\n");
    assertThat(names(tree, "")).contains("link");
  }

  @Test
  void copyAndAdd_overALinkOfTheImage_landWhereItLeadsInTheImage() throws Exception {
    Files.createDirectory(context.resolve("dir"));
    Files.createSymbolicLink(context.resolve("dir/app"), Path.of("/jbuild-out"));
    Files.writeString(context.resolve("evil"), "evil");
    try (TarArchiveOutputStream tar = archive()) {
      file(tar, "member");
    }
    Tree tree =
        build(
            """
            FROM scratch
            COPY dir /
            COPY evil /app/f
            ADD a.tar /app/
            COPY evil /proc/self/root/jbuild-z
            """);
    assertThat(names(tree, "jbuild-out")).containsExactly("f", "member");
    assertThat(names(tree, "proc/self/root")).containsExactly("jbuild-z");
    assertThat(Path.of("/jbuild-out")).doesNotExist();
    assertThat(Path.of("/jbuild-z")).doesNotExist();
  }

  @Test
  void copyFromAStage_throughItsLinks_seesOnlyTheStage() throws Exception {
    Files.createDirectory(context.resolve("dir"));
    Files.createSymbolicLink(context.resolve("dir/l"), Path.of("/etc"));
    String stages = "FROM scratch AS st\nCOPY dir /\nFROM scratch\nCOPY --from=st ";
    assertThat(failure(stages + "/l/passwd /x\n")).contains("passwd", "not found");
    assertThat(failure(stages + "/l/../../../etc/passwd /x\n")).contains("passwd", "not found");
  }

  @Test
  void copy_ofNamesThatAreNotUtf8_keepsTheirBytes() throws Exception {
    shell(
        "mkdir n && printf x >\"n/$(printf 'a\\377b')\" && printf y >\"n/$(printf '\\303\\244')\"");
    Tree tree = build("FROM scratch\nCOPY n /n\nCOPY n/* /m/\n");
    assertThat(names(tree, "n")).hasSize(2).isEqualTo(names(tree, "m"));
  }

  @Test
  void copy_ofAPathOver4KiB_isDoneOrRefusedByName() throws Exception {
    String name = "d".repeat(250);
    String deep = (name + "/").repeat(10);
    shell("mkdir -p n/" + deep + " m/" + deep + " && mv m n/" + deep);
    try {
      Tree tree = build("FROM scratch\nCOPY n /n\n");
      assertThat(names(tree, "n")).containsExactly(name);
    } catch (BuildException e) {
      assertThat(e).hasMessageContaining("File name too long").hasMessageContaining("ddd");
    } finally {
      shell("rm -rf n");
    }
  }

  @Test
  void copy_ofADirectoryOf100000Files_copiesThemAll() throws Exception {
    shell("mkdir many && cd many && seq -f f%06g 100000 | xargs touch");
    Tree tree = build("FROM scratch\nCOPY many /many\n");
    assertThat(names(tree, "many"))
        .hasSize(100_000)
        .startsWith("f000001", "f000002")
        .endsWith("f099999", "f100000");
  }

  private void shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-ec", script).directory(context.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
