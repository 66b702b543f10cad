package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers to directories and back. */
class DiskTest {
  private static final Instant TIME = Instant.parse("2001-02-03T04:05:06.789012345Z");

  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = new Sandbox(directory, Isolation.AUTO);
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.agent.remove(sandbox.state.resolve("layer"));
    sandbox.close();
  }

  @Test
  void unpackAndDiff_ofEveryKind_giveTheSameEntries() throws Exception {
    Attributes special =
        new Attributes(
            06755,
            33,
            44,
            TIME,
            new TreeMap<>(Map.of("user.note", bytes("x"), "user.empty", bytes(""))));
    Layer layer =
        new Layer()
            .add(new LayerEntry.Directory("d", attributes(01777)))
            .add(new LayerEntry.Opaque("d"))
            .file("d/a", special, "content")
            .add(new LayerEntry.HardLink("d/b", "d/a"))
            .add(new LayerEntry.Whiteout("d/gone"))
            .add(new LayerEntry.Symlink("d/l", Attributes.of(0777, 5, 6, TIME), "../nowhere"))
            .add(new LayerEntry.Device("dev", attributes(0640), true, 7, 300))
            .add(new LayerEntry.Directory("e", attributes(0)))
            .add(new LayerEntry.Directory("e/f", attributes(0500)))
            .file("e/f/\udcff name", attributes(0400), "")
            .add(new LayerEntry.Directory("e.x", attributes(0755)))
            .add(new LayerEntry.Fifo("p", attributes(0600)));

    assertThat(roundTrip(layer)).containsExactlyEntriesOf(layer.contents());
    assertThat(sandbox.log).isEmpty();
  }

  @Test
  void unpack_ofAFileCapability_keepsIt() throws Exception {
    ByteString capability =
        ByteString.of(new byte[] {1, 0, 0, 2, 0, 32, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    Attributes attributes =
        new Attributes(
            0755, 33, 33, TIME, new TreeMap<>(Map.of("security.capability", capability)));
    Layer layer = new Layer().file("ping", attributes, "x");

    assertThat(roundTrip(layer)).isEqualTo(layer.contents());
  }

  /** The kernel would store it, never give it back, and let no overlay copy the file. */
  @Test
  void layer_withACapabilityOfNoBytes_isAsWithout() throws Exception {
    Attributes plain = Attributes.of(0755, 33, 33, TIME);
    Attributes empty =
        new Attributes(
            0755,
            33,
            33,
            TIME,
            new TreeMap<>(Map.of("security.capability", ByteString.of(new byte[0]))));

    assertThat(roundTrip(new Layer().file("ping", empty, "x")))
        .isEqualTo(new Layer().file("ping", plain, "x").contents());

    String file = layer().resolve("ping").toString();
    String set = "import os, sys; os.setxattr(sys.argv[1], 'security.capability', b'')";
    Process python = new ProcessBuilder("python3", "-c", set, file).inheritIO().start();
    assertThat(python.waitFor()).isZero();
    assertThat(Layer.of(sink -> sandbox.agent.diff(layer(), sink)).contents())
        .isEqualTo(new Layer().file("ping", plain, "x").contents());
  }

  @Test
  void unpack_ofLargeFile_keepsItsContent() throws Exception {
    String content = "0123456789abcdef".repeat(200_000);
    Layer layer = new Layer().file("big", attributes(0644), content);

    assertThat(roundTrip(layer)).isEqualTo(layer.contents());
  }

  @Test
  void clampTimes_ofALayer_changesOnlyWhatIsLater() throws Exception {
    Instant latest = Instant.parse("2010-01-01T00:00:00Z");
    Attributes later = Attributes.of(0400, 5, 6, latest.plusNanos(1));
    Layer layer =
        new Layer()
            .add(new LayerEntry.Directory("d", later.withMode(0500)))
            .file("d/early", attributes(0644), "x")
            .file("d/late", later, "y")
            .add(new LayerEntry.Symlink("l", later.withMode(0777), "d/early"))
            .add(new LayerEntry.Whiteout("w"));
    sandbox.agent.unpack(layer(), layer);

    sandbox.agent.clampTimes(layer(), latest);

    Attributes clamped = later.withMtime(latest);
    assertThat(Layer.of(sink -> sandbox.agent.diff(layer(), sink)).contents())
        .isEqualTo(
            new Layer()
                .add(new LayerEntry.Directory("d", clamped.withMode(0500)))
                .file("d/early", attributes(0644), "x")
                .file("d/late", clamped, "y")
                .add(new LayerEntry.Symlink("l", clamped.withMode(0777), "d/early"))
                .add(new LayerEntry.Whiteout("w"))
                .contents());
  }

  @Test
  void unpack_withoutParents_makesThem() throws Exception {
    Layer given = new Layer().file("a/b/c", attributes(0644), "x");

    assertThat(roundTrip(given))
        .hasSize(3)
        .containsKeys("a", "a/b")
        .containsAllEntriesOf(given.contents());
  }

  @Test
  void unpack_ofOverlayMarks_dropsThem() throws Exception {
    Attributes marked =
        new Attributes(
            0755,
            0,
            0,
            TIME,
            new TreeMap<>(
                Map.of("trusted.overlay.redirect", bytes("/"), "user.overlay.opaque", bytes("y"))));
    roundTrip(new Layer().add(new LayerEntry.Directory("d", marked)));

    assertThat(Layer.of(sink -> sandbox.agent.diff(layer(), sink)).contents())
        .containsEntry(
            "d",
            new Layer().add(new LayerEntry.Directory("d", attributes(0755))).contents().get("d"));
  }

  @Test
  void unpack_throughALinkInTheLayer_staysInside() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Layer hostile =
        new Layer()
            .add(new LayerEntry.Symlink("l", attributes(0777), outside.toString()))
            .file("l/x", attributes(0644), "pwned");

    assertThatThrownBy(() -> roundTrip(hostile)).isInstanceOf(ExecutorException.class);
    assertThat(outside).isEmptyDirectory();
    assertThat(layer()).doesNotExist();
  }

  @Test
  void unpack_throughALinkUpwards_staysInside() throws Exception {
    Layer hostile =
        new Layer()
            .add(new LayerEntry.Symlink("l", attributes(0777), "../../.."))
            .file("l/escaped", attributes(0644), "x");

    assertThat(roundTrip(hostile)).containsKey("escaped");
    assertThat(sandbox.state.resolve("escaped")).doesNotExist();
    assertThat(Path.of("/escaped")).doesNotExist();
  }

  @Test
  void unpack_throughAChainOfLinks_staysInside() throws Exception {
    Layer hostile = new Layer().add(new LayerEntry.Symlink("l0", attributes(0777), "/"));
    for (int i = 1; i < 50; i++) {
      hostile.add(new LayerEntry.Symlink("l" + i, attributes(0777), "../../l" + (i - 1)));
    }
    Layer short20 = new Layer().file("l20/tmp/jbuild-escaped", attributes(0644), "x");

    assertThat(roundTrip(joined(hostile, short20))).containsKey("tmp/jbuild-escaped");
    assertThat(Path.of("/tmp/jbuild-escaped")).doesNotExist();
    sandbox.agent.remove(layer());
    assertThatThrownBy(
            () -> roundTrip(joined(hostile, new Layer().file("l49/x", attributes(0644), "x"))))
        .hasMessageContaining("Too many levels of symbolic links");
  }

  private static Layer joined(Layer first, Layer second) throws IOException {
    return Layer.of(
        sink -> {
          first.writeTo(sink);
          second.writeTo(sink);
        });
  }

  @Test
  void unpack_whenALaterEntryTakesAPlace_theLaterOneStays() throws Exception {
    Layer given =
        new Layer()
            .add(new LayerEntry.Directory("d", attributes(0700)))
            .file("d/in", attributes(0600), "gone")
            .file("d", Attributes.of(04755, 3, 4, TIME), "now a file")
            .file("f", attributes(0600), "first")
            .file("f", attributes(0640), "second")
            .add(new LayerEntry.Symlink("l", attributes(0777), "f"))
            .add(new LayerEntry.HardLink("l", "f"))
            .add(new LayerEntry.Directory("e", attributes(0700)))
            .file("e/kept", attributes(0644), "k")
            .add(new LayerEntry.Directory("e", attributes(0755)));

    assertThat(roundTrip(given))
        .isEqualTo(
            new Layer()
                .file("d", Attributes.of(04755, 3, 4, TIME), "now a file")
                .add(new LayerEntry.Directory("e", attributes(0755)))
                .file("e/kept", attributes(0644), "k")
                .file("f", attributes(0640), "second")
                .add(new LayerEntry.HardLink("l", "f"))
                .contents());
  }

  @Test
  void unpack_ofAHardLinkOutOfTheLayer_isRefused() throws Exception {
    int links = (int) Files.getAttribute(Path.of("/etc/passwd"), "unix:nlink");

    assertThatThrownBy(() -> roundTrip(new Layer().add(new LayerEntry.HardLink("h", "etc/passwd"))))
        .hasMessageContaining("etc/passwd is not in the same layer");
    assertThatThrownBy(
            () -> roundTrip(new Layer().add(new LayerEntry.HardLink("h", "../../etc/passwd"))))
        .hasMessageContaining("not a clean relative path");
    assertThatThrownBy(
            () ->
                roundTrip(
                    new Layer()
                        .add(new LayerEntry.Symlink("etc", attributes(0777), "/etc"))
                        .add(new LayerEntry.HardLink("h", "etc/passwd"))))
        .isInstanceOf(ExecutorException.class);
    assertThat((int) Files.getAttribute(Path.of("/etc/passwd"), "unix:nlink")).isEqualTo(links);
  }

  @Test
  void unpack_whenTheSourceFails_givesItsErrorAndNoDirectory() {
    assertThatThrownBy(
            () ->
                sandbox.agent.unpack(
                    layer(),
                    sink -> {
                      throw new IOException("broken tar");
                    }))
        .hasMessage("broken tar");
  }

  @Test
  void unpack_ofAnExistingDirectory_isRefused() throws Exception {
    roundTrip(new Layer());

    assertThatThrownBy(() -> sandbox.agent.unpack(layer(), sink -> {}))
        .hasMessageContaining("File exists");
  }

  @Test
  void read_ofMergedLayers_hidesWhatIsGone() throws Exception {
    Path upper = sandbox.state.resolve("layer");
    sandbox.agent.unpack(
        upper,
        new Layer()
            .add(new LayerEntry.Directory("etc", attributes(0755)))
            .add(new LayerEntry.Whiteout("etc/group"))
            .file("etc/new", attributes(0600), "n"));

    Layer read = Layer.of(sink -> sandbox.agent.read(List.of(sandbox.base, upper), "etc", sink));

    assertThat(read.contents().keySet()).containsExactly("etc", "etc/new", "etc/passwd");
    assertThat(Layer.of(sink -> sandbox.agent.read(List.of(upper), "etc/new", sink)).contents())
        .isEqualTo(new Layer().file("etc/new", attributes(0600), "n").contents());
    assertThatThrownBy(() -> sandbox.agent.read(List.of(upper), "etc/passwd", (e, c) -> {}))
        .hasMessageContaining("No such file");
  }

  @Test
  void remove_ofAForbiddenTree_removesIt() throws Exception {
    roundTrip(
        new Layer()
            .add(new LayerEntry.Directory("a", Attributes.of(0, 70, 70, TIME)))
            .add(new LayerEntry.Directory("a/b", Attributes.of(0, 71, 71, TIME)))
            .file("a/b/c", Attributes.of(0, 72, 72, TIME), "x"));

    sandbox.agent.remove(layer());
    sandbox.agent.remove(layer());

    assertThat(layer()).doesNotExist();
  }

  @Test
  void rename_withinTheStore_moves() throws Exception {
    roundTrip(new Layer());
    sandbox.agent.makeDirectory(sandbox.state.resolve("x/y"));
    sandbox.agent.rename(layer(), sandbox.state.resolve("x/y/z"));

    assertThat(sandbox.state.resolve("x/y/z")).isDirectory();
    assertThatThrownBy(
            () ->
                sandbox.agent.rename(sandbox.state.resolve("x/y/z"), sandbox.state.resolve("x/y")))
        .isInstanceOf(ExecutorException.class);
  }

  @Test
  void changes_outsideTheStore_areRefused() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.createSymbolicLink(sandbox.state.resolve("link"), directory);

    assertThatThrownBy(() -> sandbox.agent.remove(outside)).hasMessageContaining("not below");
    assertThatThrownBy(() -> sandbox.agent.remove(sandbox.state)).hasMessageContaining("not below");
    assertThatThrownBy(() -> sandbox.agent.remove(sandbox.state.resolve("link/outside")))
        .isInstanceOf(ExecutorException.class);
    assertThatThrownBy(() -> sandbox.agent.makeDirectory(directory.resolve("new")))
        .hasMessageContaining("not below");
    assertThat(outside).isDirectory();
  }

  private Path layer() {
    return sandbox.state.resolve("layer");
  }

  private Map<String, Layer.Content> roundTrip(Layer layer) throws IOException {
    sandbox.agent.unpack(layer(), layer);
    return Layer.of(sink -> sandbox.agent.diff(layer(), sink)).contents();
  }

  private static Attributes attributes(int mode) {
    return Attributes.of(mode, 0, 0, TIME);
  }

  private static ByteString bytes(String text) {
    return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
