package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.testing.Entries;
import dev.jbuild.cache.testing.Programs;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  @TempDir Path directory;

  /** A tar by hand, with names that our writer would never write. */
  private static final class Raw {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Raw add(char type, String name, String link, String content) throws IOException {
      TarHeader header =
          new TarHeader(name, type).link(link).size(content.length()).attributes(0644, 0, 0, 7);
      out.writeBytes(header.encode());
      out.writeBytes(content.getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(new byte[TarHeader.padding(content.length())]);
      return this;
    }

    Raw file(String name, String content) throws IOException {
      return add('0', name, "", content);
    }

    Raw dir(String name) throws IOException {
      return add('5', name, "", "");
    }

    Raw link(String name, String target) throws IOException {
      return add('2', name, target, "");
    }

    byte[] bytes() {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(out.toByteArray());
      whole.writeBytes(new byte[1024]);
      return whole.toByteArray();
    }
  }

  private static Entries layer(byte[] tar) throws IOException {
    Entries entries = new Entries();
    TarReader.ofLayer(new ByteArrayInputStream(tar)).writeTo(entries);
    return entries;
  }

  private static Entries archive(byte[] tar) throws IOException {
    Entries entries = new Entries();
    TarReader.ofArchive(new ByteArrayInputStream(tar)).writeTo(entries);
    return entries;
  }

  private static List<String> shown(Entries entries) {
    return entries.items().stream()
        .map(
            item ->
                item.entry().getClass().getSimpleName()
                    + " "
                    + item.entry().path()
                    + switch (item.entry()) {
                      case LayerEntry.Symlink link -> " -> " + link.target();
                      case LayerEntry.HardLink link -> " = " + link.target();
                      case LayerEntry.RegularFile file -> " : " + item.content();
                      case LayerEntry.Directory d -> "";
                      case LayerEntry.Device d -> " " + d.major() + ":" + d.minor();
                      case LayerEntry.Fifo f -> "";
                      case LayerEntry.Whiteout w -> "";
                      case LayerEntry.Opaque o -> "";
                    })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "oldgnu", "pax", "ustar", "v7"})
  void writeTo_whenGnuTarWroteIt_readsEverything(String format) throws Exception {
    boolean longNames = !format.equals("v7") && !format.equals("ustar");
    Path root = Files.createDirectories(directory.resolve("root"));
    String name = longNames ? "n".repeat(200) : "n";
    Files.writeString(Files.createDirectory(root.resolve("dir")).resolve("a"), "content");
    Files.createLink(root.resolve("dir/b"), root.resolve("dir/a"));
    Files.createSymbolicLink(root.resolve("link"), Path.of(name));
    Files.writeString(root.resolve(name), "x".repeat(1000));
    Files.setPosixFilePermissions(
        root.resolve(name), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-x---"));
    Programs.run(
        directory,
        "tar",
        "--format=" + format,
        "--sort=name",
        "--mtime=@1234567890",
        "--numeric-owner",
        "--owner=1000",
        "--group=100",
        "-cf",
        "t.tar",
        "-C",
        "root",
        ".");

    Entries read = archive(Files.readAllBytes(directory.resolve("t.tar")));

    assertThat(shown(read))
        .containsExactlyInAnyOrder(
            "Directory ",
            "Directory dir",
            "RegularFile dir/a : content",
            "HardLink dir/b = dir/a",
            "Symlink link -> " + name,
            "RegularFile " + name + " : " + "x".repeat(1000));
    assertThat(read.entries())
        .contains(
            new LayerEntry.RegularFile(
                name, Attributes.of(0750, 1000, 100, Instant.ofEpochSecond(1234567890)), 1000));
  }

  @ParameterizedTest
  @CsvSource({"gnu,0.0", "pax,0.0", "pax,0.1", "pax,1.0"})
  void writeTo_whenFileIsSparse_fillsTheHoles(String format, String version) throws Exception {
    String program =
        """
        f = open("sparse", "wb")
        for i in range(40):
            f.seek(i * 100000 + 7)
            f.write(b"data%d" % i)
        f.truncate(5000000)
        """;
    Programs.run(directory, "python3", "-c", program);
    Files.writeString(directory.resolve("z"), "after");
    Programs.run(
        directory,
        "tar",
        "--format=" + format,
        "--sparse",
        "--sparse-version=" + version,
        "-cf",
        "t.tar",
        "sparse",
        "z");
    assertThat(Files.size(directory.resolve("t.tar"))).isLessThan(1_000_000);

    Entries read = archive(Files.readAllBytes(directory.resolve("t.tar")));

    assertThat(read.entries()).extracting(LayerEntry::path).containsExactly("sparse", "z");
    byte[] content = read.items().getFirst().content().getBytes(StandardCharsets.ISO_8859_1);
    assertThat(content).isEqualTo(Files.readAllBytes(directory.resolve("sparse")));
    assertThat(read.items().get(1).content()).isEqualTo("after");
  }

  @Test
  void writeTo_whenPythonWroteIt_readsXattrsAndTimes() throws Exception {
    String program =
        """
        import tarfile, io
        t = tarfile.open("t.tar", "w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "global"})
        i = tarfile.TarInfo("f\\u00f6")
        i.mtime = -1.25
        i.uid = 4294967294
        i.size = 3
        i.pax_headers = {"SCHILY.xattr.user.a": "v=1", "SCHILY.xattr.trusted.overlay.opaque": "y"}
        t.addfile(i, io.BytesIO(b"abc"))
        t.close()
        """;
    Programs.run(directory, "python3", "-c", program);
    byte[] tar = Files.readAllBytes(directory.resolve("t.tar"));

    Entries read = layer(tar);

    assertThat(shown(read)).containsExactly("RegularFile fö : abc");
    Attributes attributes = ((LayerEntry.RegularFile) read.entries().getFirst()).attributes();
    assertThat(attributes.mtime()).isEqualTo(Instant.ofEpochSecond(-2, 750_000_000));
    assertThat(attributes.uid()).isEqualTo(4294967294L);
    assertThat(attributes.xattrs()).containsOnlyKeys("user.a");
    Attributes all = ((LayerEntry.RegularFile) archive(tar).entries().getFirst()).attributes();
    assertThat(all.xattrs()).containsOnlyKeys("trusted.overlay.opaque", "user.a");
  }

  @Test
  void writeTo_whenNamesLeadOutside_keepsThemInside() throws Exception {
    byte[] tar =
        new Raw()
            .file("../../etc/passwd", "1")
            .file("/abs/file", "2")
            .file("a/../../b/./c//d", "3")
            .dir("..")
            .add('1', "hard", "../../etc/passwd", "")
            .bytes();
    List<String> expected =
        List.of(
            "RegularFile etc/passwd : 1",
            "RegularFile abs/file : 2",
            "RegularFile b/c/d : 3",
            "Directory ",
            "HardLink hard = etc/passwd");
    assertThat(shown(layer(tar))).isEqualTo(expected);
    assertThat(shown(archive(tar))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0,..,only a directory can be the root",
    "2,x,a symbolic link to nowhere",
    "0,d/.wh.,no valid deletion",
    "0,.wh..,no valid deletion",
    "0,.wh...,no valid deletion",
    "0,.wh.a/b,no valid deletion",
    "0,.wh..wh..opq/x,no valid",
    "Z,x,unknown type",
    "M,x,unknown type"
  })
  void writeTo_whenEntryMeansNothing_isRefusedByName(char type, String name, String message)
      throws Exception {
    byte[] tar = new Raw().add(type, name, "", "").bytes();
    if (name.equals(".wh..wh..opq/x")) {
      assertThat(shown(layer(tar))).isEmpty(); // the own files of aufs
      return;
    }
    assertThatThrownBy(() -> layer(tar))
        .isInstanceOf(TarException.class)
        .hasMessageContaining("tar entry \"" + name + "\"")
        .hasMessageContaining(message);
  }

  @Test
  void ofLayer_givesDeletionsTheirMeaning() throws Exception {
    byte[] tar =
        new Raw()
            .file("a/.wh.gone", "")
            .file("a/.wh..wh..opq", "")
            .file(".wh..wh.plnk/1.2", "aufs")
            .add('3', "device", "", "")
            .bytes();
    assertThat(shown(layer(tar)))
        .containsExactly("Whiteout a/gone", "Directory a", "Opaque a", "Whiteout device");
    assertThat(shown(archive(tar)))
        .containsExactly(
            "RegularFile a/.wh.gone : ",
            "RegularFile a/.wh..wh..opq : ",
            "RegularFile .wh..wh.plnk/1.2 : aufs",
            "Device device 0:0");
  }

  @Test
  void ofLayer_whenPathLeadsThroughItsOwnLinks_followsThemInside() throws Exception {
    byte[] tar =
        new Raw()
            .link("lib", "usr/lib")
            .link("out", "../../../../tmp")
            .link("abs", "/tmp")
            .link("chain", "lib/deeper")
            .link("usr/lib/deeper", "../../abs")
            .file("lib/x", "1")
            .file("out/x", "2")
            .file("abs/y", "3")
            .file("chain/z", "4")
            .add('1', "hard", "lib/x", "")
            .dir("lib")
            .file("lib/x", "5")
            .bytes();
    assertThat(shown(layer(tar)))
        .endsWith(
            "RegularFile usr/lib/x : 1",
            "RegularFile tmp/x : 2",
            "RegularFile tmp/y : 3",
            "RegularFile tmp/z : 4",
            "HardLink hard = usr/lib/x",
            "Directory lib",
            "RegularFile lib/x : 5");
    byte[] loop = new Raw().link("a", "b").link("b", "a").file("a/x", "").bytes();
    assertThatThrownBy(() -> layer(loop)).hasMessageContaining("too many symbolic links");
  }

  @Test
  void ofLayer_whenWhiteoutMeetsItsOwnEntry_hidesOnlyWhatIsBelow() throws Exception {
    assertThat(shown(layer(new Raw().file(".wh.d", "").dir("d").file("d/f", "").bytes())))
        .containsExactly("Whiteout d", "Directory d", "Opaque d", "RegularFile d/f : ");
    assertThat(shown(layer(new Raw().file(".wh.d", "").file("d/f", "").bytes())))
        .containsExactly("Whiteout d", "Directory d", "Opaque d", "RegularFile d/f : ");
    assertThat(shown(layer(new Raw().file("d/f", "").file(".wh.d", "").bytes())))
        .containsExactly("RegularFile d/f : ", "Directory d", "Opaque d");
    assertThat(shown(layer(new Raw().link("l", "d").file("l/.wh..wh..opq", "").bytes())))
        .containsExactly("Symlink l -> d", "Directory d", "Opaque d");
    assertThat(shown(layer(new Raw().file("f", "").file(".wh.f", "").bytes())))
        .containsExactly("RegularFile f : ");
    assertThat(shown(layer(new Raw().file(".wh.f", "").file(".wh.f", "").file("f", "").bytes())))
        .containsExactly("Whiteout f", "RegularFile f : ");
  }

  @Test
  void writeTo_whenTarIsCutOrNoTar_fails() throws Exception {
    byte[] tar = new Raw().file("f", "x".repeat(600)).bytes();
    for (int length : new int[] {1, 511, 513, 1000, 1100, 1300}) {
      byte[] cut = java.util.Arrays.copyOf(tar, length);
      assertThatThrownBy(() -> layer(cut))
          .as("%d bytes", length)
          .isInstanceOf(TarException.class)
          .hasMessageContaining("ends within");
    }
    assertThat(shown(layer(java.util.Arrays.copyOf(tar, 512 + 1024)))).hasSize(1);
    assertThatThrownBy(
            () -> layer("no tar, just text".repeat(100).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(TarException.class)
        .hasMessageContaining("not a tar");
    assertThat(layer(new byte[0]).items()).isEmpty();
    assertThat(TarReader.isTar(java.util.Arrays.copyOf(tar, 512))).isTrue();
    assertThat(TarReader.isTar(new byte[512])).isFalse();
    assertThat(TarReader.isTar("text".getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void writeTo_readsTheInputToItsEnd() throws Exception {
    ByteArrayInputStream in =
        new ByteArrayInputStream(
            java.util.Arrays.copyOf(new Raw().file("f", "x").bytes(), 500_000));
    TarReader.ofLayer(in).writeTo((entry, content) -> {});
    assertThat(in.available()).isZero();
  }

  @Test
  void writeTo_whenBytesAreChangedAtRandom_failsOnlyAsTarException() throws Exception {
    Random random = new Random(11);
    byte[] tar = TarWriterTest.tar(TarWriterTest.everything());
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] changed = tar.clone();
      int header = 512 * random.nextInt(changed.length / 512);
      for (int j = random.nextInt(4); j >= 0; j--) {
        changed[header + random.nextInt(512)] = (byte) random.nextInt();
      }
      if (random.nextInt(10) > 0) {
        fixChecksum(changed, header);
      }
      try {
        TarReader.ofLayer(new ByteArrayInputStream(changed))
            .writeTo(
                (entry, content) -> {
                  assertThat(entry.path()).doesNotContain("../").doesNotStartWith("/");
                  content.readNBytes(10_000);
                });
        outcomes.add("read");
      } catch (TarException e) {
        outcomes.add("refused");
      }
    }
    assertThat(outcomes).contains("read", "refused");
  }

  private static void fixChecksum(byte[] tar, int header) {
    java.util.Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + 512; i++) {
      sum += tar[i] & 0xFF;
    }
    byte[] octal = String.format("%06o\0", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, tar, header + 148, 7);
  }
}
