package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.oci.layer.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that mean harm, or that lean on what is in the image already. */
class AddArchiveTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;

  /** Puts entries into an archive. */
  private interface Entries {
    void writeTo(TarArchiveOutputStream tar) throws Exception;
  }

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("base"), "of the base");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuiltImage add(Entries entries, String... lines) throws Exception {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(context.resolve("a.tar")))) {
      entries.writeTo(tar);
    }
    Files.writeString(
        context.resolve("Dockerfile"), "FROM scratch\n" + String.join("\n", lines) + "\n");
    return new BuiltImage(
        builder.store(), builder.build(BuildRequest.of(context), BuildListener.SILENT));
  }

  private static void file(TarArchiveOutputStream tar, String name, String text) throws Exception {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, byte kind, String name, String target)
      throws Exception {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void add_withChmodAndChown_leavesImpliedDirectoriesAsTheyAre() throws Exception {
    BuiltImage image =
        add(tar -> file(tar, "no/entry/file", "x"), "ADD --chmod=640 --chown=5:6 a.tar /to/here");

    assertThat(image.at("to/here")).isEqualTo("0755 5:6 /");
    assertThat(image.at("to/here/no")).isEqualTo("0755 0:0 /");
    assertThat(image.at("to/here/no/entry")).isEqualTo("0755 0:0 /");
    assertThat(image.at("to/here/no/entry/file")).isEqualTo("0644 5:6 x");
  }

  @Test
  void add_ofALinkToAFileOfTheBase_makesBothOneFile() throws Exception {
    BuiltImage image =
        add(
            tar -> link(tar, TarArchiveEntry.LF_LINK, "again", "base"),
            "COPY --chown=1:2 --chmod=640 base /to/",
            "ADD a.tar /to/");
    assertThat(image.at("to/again")).isEqualTo("0640 1:2 of the base");
    assertThat(image.at("to/base")).isEqualTo("0640 1:2 of the base");
    assertThat(image.layer(1).get("to/base"))
        .isInstanceOfSatisfying(
            LayerEntry.HardLink.class, link -> assertThat(link.target()).isEqualTo("to/again"));
  }

  @Test
  void add_ofALinkToNothing_isAnError() {
    assertThatThrownBy(
            () -> add(tar -> link(tar, TarArchiveEntry.LF_LINK, "again", "none"), "ADD a.tar /to/"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("leads to /to/none, which is not there");
  }

  @Test
  void add_ofNamesThatClimb_staysInTheDestination() throws Exception {
    BuiltImage image =
        add(
            tar -> {
              file(tar, "../../up", "1");
              file(tar, "/absolute", "2");
              link(tar, TarArchiveEntry.LF_SYMLINK, "out", "../../../../..");
              file(tar, "out/through", "3");
              link(tar, TarArchiveEntry.LF_SYMLINK, "root", "/");
              file(tar, "root/etc/passwd", "4");
              link(tar, TarArchiveEntry.LF_LINK, "stolen", "../../../base");
            },
            "COPY base /to/",
            "ADD a.tar /to/");
    assertThat(image.layer(1).keySet())
        .allMatch(path -> path.equals("to") || path.startsWith("to/"));
    assertThat(image.at("to/up")).endsWith(" 1");
    assertThat(image.at("to/absolute")).endsWith(" 2");
    assertThat(image.at("to/through")).endsWith(" 3");
    assertThat(image.at("to/etc/passwd")).endsWith(" 4");
    assertThat(image.at("to/stolen")).endsWith(" of the base");
  }

  @Test
  void add_ofADevice_isAnEntryOfTheImageAndNoDeviceOfThisMachine() throws Exception {
    BuiltImage image =
        add(
            tar -> {
              TarArchiveEntry device = new TarArchiveEntry("null", TarArchiveEntry.LF_CHR);
              device.setDevMajor(1);
              device.setDevMinor(3);
              tar.putArchiveEntry(device);
              tar.closeArchiveEntry();
            },
            "ADD a.tar /dev/");
    assertThat(image.layer(0).get("dev/null"))
        .isInstanceOfSatisfying(
            LayerEntry.Device.class,
            device -> assertThat(device.major() + ":" + device.minor()).isEqualTo("1:3"));
  }

  @Test
  void add_ofABrokenArchive_namesIt() throws Exception {
    Files.writeString(context.resolve("plain"), "no archive at all");
    assertThat(add(tar -> file(tar, "x", "x"), "ADD plain /to/").at("to/plain"))
        .isEqualTo("0644 0:0 no archive at all");
    byte[] whole = Files.readAllBytes(context.resolve("a.tar"));
    Files.write(context.resolve("cut.tar"), java.util.Arrays.copyOf(whole, 700));
    assertThatThrownBy(() -> add(tar -> file(tar, "x", "x".repeat(1000)), "ADD cut.tar /to/"))
        .hasMessageContaining("cut.tar");
  }
}
