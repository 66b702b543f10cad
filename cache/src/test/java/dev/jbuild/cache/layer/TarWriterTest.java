package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.testing.Entries;
import dev.jbuild.cache.testing.Programs;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {
  @TempDir Path directory;

  static byte[] tar(Entries entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarWriter writer = new TarWriter(out)) {
      entries.writeTo(writer);
    }
    return out.toByteArray();
  }

  static Entries everything() {
    Attributes big =
        Attributes.of(06750, 4_000_000_000L, 3_000_000, Instant.ofEpochSecond(9, 999_999_999));
    String deep = "deep/" + "d".repeat(99) + "/" + "e".repeat(99);
    byte[] capability = Entries.hex("010000020000c00000000000000000000000ff80");
    return new Entries()
        .dir("", Entries.mode(0700))
        .dir("a")
        .opaque("a")
        .whiteout("a/gone")
        .item(new LayerEntry.Device("block", Entries.mode(0660), true, 259, 1048575), "")
        .dir("deep")
        .dir("deep/" + "d".repeat(99))
        .file(deep, "prefix")
        .dir("e".repeat(155))
        .file("e".repeat(155) + "/" + "f".repeat(101), "pax")
        .item(new LayerEntry.Fifo("fifo", Entries.mode(0600)), "")
        .file("file", big, "content")
        .file("caps", Entries.xattrs(0755, Map.of("security.capability", capability)), "x")
        .hardLink("zz", "file")
        .file("old", Entries.mode(0644).withMtime(Instant.ofEpochSecond(-1)), "")
        .link("link", "t".repeat(101))
        .file("ünïcode", "name")
        .file("raw\uDCFF", "bytes")
        .file("x".repeat(512), "y".repeat(512))
        .sorted();
  }

  /** If this fails, layers of existing stores get other diffIDs. */
  @Test
  void tar_ofFixedEntries_isPinned() throws Exception {
    assertThat(Digest.sha256(tar(new Entries())).hex())
        .isEqualTo("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
    assertThat(Digest.sha256(tar(everything())).hex())
        .isEqualTo("c060d7840c626ae84a08396698924cf573c706974ec6a17b34ad9646a963bb43");
  }

  @Test
  void tar_whenReadByReader_isTheSame() throws Exception {
    Entries read = new Entries();
    TarReader.ofLayer(new ByteArrayInputStream(tar(everything()))).writeTo(read);

    Entries expected = new Entries();
    everything().items().forEach(item -> expected.item(wholeSeconds(item.entry()), item.content()));
    assertThat(read.items()).containsExactlyElementsOf(expected.items());
  }

  private static LayerEntry wholeSeconds(LayerEntry entry) {
    return entry instanceof LayerEntry.RegularFile file
        ? new LayerEntry.RegularFile(
            file.path(),
            file.attributes()
                .withMtime(Instant.ofEpochSecond(file.attributes().mtime().getEpochSecond())),
            file.size())
        : entry;
  }

  @Test
  void tar_isAcceptedByGnuTar() throws Exception {
    Files.write(directory.resolve("layer.tar"), tar(everything()));

    String list =
        Programs.run(
            directory,
            "env",
            "LC_ALL=C.UTF-8",
            "TZ=UTC",
            "tar",
            "--numeric-owner",
            "-tvf",
            "layer.tar");

    assertThat(list.replaceAll(" +", " "))
        .contains("drwx------ 0/0", "-rwsr-s--- 4000000000/3000000", "1970-01-01 00:00 file")
        .contains("link -> " + "t".repeat(101), "zz link to file", "259,1048575", "prw-------")
        .contains("ünïcode", "raw\\377", "e".repeat(155) + "/" + "f".repeat(101));
    assertThat(list.lines()).hasSameSizeAs(everything().items());
  }

  @Test
  void tar_isAcceptedByPython() throws Exception {
    Files.write(directory.resolve("layer.tar"), tar(everything()));
    String program =
        """
        import tarfile
        for m in tarfile.open("layer.tar"):
            name = m.name if len(m.name) < 20 else str(len(m.name))
            print(ascii(name), oct(m.mode), m.uid, m.gid, m.mtime, m.type.decode(), m.size)
            for k, v in m.pax_headers.items():
                if k.startswith("SCHILY"):
                    print(k, len(v))
        """;

    String list = Programs.run(directory, "python3", "-c", program);

    assertThat(list)
        .contains("'file' 0o6750 4000000000 3000000 9 0 7", "'zz' 0o6750 4000000000 3000000 9 1 0")
        .contains("'old' 0o644 0 0 -1", "'raw\\udcff'", "'.wh..wh..opq'".replace("'.wh", "'a/.wh"))
        .contains("SCHILY.xattr.security.capability 20", "'a/.wh.gone' 0o0 0 0 0", "'257' 0o644");
  }

  @Test
  void add_whenOutOfOrder_failsLoudly() throws Exception {
    TarWriter writer = new TarWriter(new ByteArrayOutputStream());
    new Entries().dir("b").writeTo(writer);
    assertThatThrownBy(() -> new Entries().dir("a").writeTo(writer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a after /b");
    assertThatThrownBy(() -> new Entries().file("b", "").writeTo(writer))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Entries().opaque("c").writeTo(writer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("follows its directory");
  }

  @Test
  void add_whenNameMeansDeletion_isRefused() {
    assertThatThrownBy(() -> tar(new Entries().dir("d").file("d/.wh.x", "")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/d/.wh.x")
        .hasMessageContaining("rename or remove it");
  }

  @Test
  void add_whenContentHasAnotherLength_fails() {
    LayerEntry file = new LayerEntry.RegularFile("f", Entries.mode(0644), 3);
    TarWriter writer = new TarWriter(new ByteArrayOutputStream());
    assertThatThrownBy(() -> writer.add(file, new ByteArrayInputStream(new byte[2])))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("/f became shorter");
    TarWriter other = new TarWriter(new ByteArrayOutputStream());
    assertThatThrownBy(() -> other.add(file, new ByteArrayInputStream(new byte[4])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/f became longer");
  }

  @Test
  void add_whenEntryHasNoForm_fails() {
    assertThatThrownBy(() -> tar(new Entries().hardLink("a", "b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/a is a hard link to /b");
    assertThatThrownBy(
            () ->
                tar(new Entries().dir("d", Entries.xattrs(0755, Map.of("user.a=b", new byte[1])))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("user.a=b");
    LayerEntry device = new LayerEntry.Device("d", Entries.mode(0), true, -1, 0);
    assertThatThrownBy(() -> tar(new Entries().item(device, "")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("device number");
  }
}
