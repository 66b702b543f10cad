package dev.jbuild.builder.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveContextTest {
  @TempDir Path work;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private TarArchiveOutputStream tar;

  @BeforeEach
  void open() {
    tar = new TarArchiveOutputStream(bytes);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  private void file(String name, String text) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    entry.setSize(content.length);
    entry.setMode(0640);
    entry.setIds(7, 8);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private void link(byte type, String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private ArchiveContext read() throws IOException {
    tar.close();
    return read(bytes.toByteArray());
  }

  private ArchiveContext read(byte[] archive) throws IOException {
    Path directory = Files.createTempDirectory(work, "context");
    return ArchiveContext.read(new ByteArrayInputStream(archive), "the tar", directory);
  }

  private static String text(BuildContext context, String path) throws IOException {
    try (InputStream in = context.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void read_keepsModesAndOwners_andMakesMissingDirectories() throws Exception {
    file("b/c/f", "text");
    file("a", "");

    try (ArchiveContext context = read()) {
      assertThat(context.names("")).containsExactly("a", "b");
      assertThat(context.find("b").orElseThrow().attributes().mode()).isEqualTo(0755);
      var attributes = context.find("b/c/f").orElseThrow().attributes();
      assertThat(attributes.mode()).isEqualTo(0640);
      assertThat(attributes.uid()).isEqualTo(7);
      assertThat(attributes.gid()).isEqualTo(8);
      assertThat(text(context, "b/c/f")).isEqualTo("text");
    }
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void read_ofCompressedTar_givesTheSame() throws Exception {
    file("f", "text");
    tar.close();
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
      bytes.writeTo(gzip);
    }

    try (ArchiveContext context = read(small.toByteArray())) {
      assertThat(text(context, "f")).isEqualTo("text");
    }
  }

  @Test
  void read_whenNamesLeadOutside_staysInside() throws Exception {
    file("../../outside", "1");
    file("/absolute", "2");
    link(TarConstants.LF_SYMLINK, "up", "../../..");
    file("up/through", "3");
    link(TarConstants.LF_SYMLINK, "link", "/etc");
    file("link/passwd", "4");

    try (ArchiveContext context = read()) {
      assertThat(context.names(""))
          .containsExactly("absolute", "etc", "link", "outside", "through", "up");
      assertThat(text(context, "etc/passwd")).isEqualTo("4");
    }
  }

  @Test
  void read_whenLaterEntriesReplaceEarlierOnes_keepsTheLast() throws Exception {
    file("x/inner", "old");
    file("x", "now a file");
    file("y", "old");
    file("y", "new");

    try (ArchiveContext context = read()) {
      assertThat(context.find("x/inner")).isEmpty();
      assertThat(text(context, "x")).isEqualTo("now a file");
      assertThat(text(context, "y")).isEqualTo("new");
    }
  }

  @Test
  void hardLinks_areNamesOfOneInode() throws Exception {
    file("a", "text");
    link(TarConstants.LF_LINK, "b", "a");

    try (ArchiveContext context = read()) {
      var a = (SourceEntry.RegularFile) context.find("a").orElseThrow();
      var b = (SourceEntry.RegularFile) context.find("b").orElseThrow();
      assertThat(a.link()).isNotNull().isEqualTo(b.link());
      assertThat(text(context, "b")).isEqualTo("text");
    }
  }

  @Test
  void hardLink_toNothing_isRefused() throws Exception {
    link(TarConstants.LF_LINK, "b", "../../etc/passwd");

    refused("the hard link b leads to /etc/passwd, which is no file of the archive");
  }

  @Test
  void file_belowAFile_isRefused() throws Exception {
    file("a", "");
    file("a/b", "");

    refused("the archive puts a/b into /a, which is a file");
  }

  @Test
  void path_thatNoFileSystemHas_isRefused() throws Exception {
    file("d/".repeat(3000) + "f", "");

    refused("the archive has a name of more than 4095 bytes: d/d/");
  }

  @Test
  void tar_thatIsCutOff_isRefused() throws Exception {
    file("a", "x".repeat(5000));
    tar.close();

    assertThatExceptionOfType(ContextException.class)
        .isThrownBy(() -> read(Arrays.copyOf(bytes.toByteArray(), 3000)))
        .withMessageStartingWith("the tar: ")
        .withMessageContaining("the tar ends within");
  }

  @Test
  void identity_dependsOnOwners() throws Exception {
    file("mine", "same");
    TarArchiveEntry entry = new TarArchiveEntry("yours", true);
    entry.setSize(4);
    entry.setMode(0640);
    tar.putArchiveEntry(entry);
    tar.write("same".getBytes(StandardCharsets.UTF_8));
    tar.closeArchiveEntry();

    try (ArchiveContext context = read()) {
      assertThat(context.identity("mine")).isNotEqualTo(context.identity("yours"));
    }
  }

  private void refused(String message) {
    assertThatExceptionOfType(ContextException.class)
        .isThrownBy(this::read)
        .withMessageContaining(message);
    assertThat(work).isEmptyDirectory();
  }
}
