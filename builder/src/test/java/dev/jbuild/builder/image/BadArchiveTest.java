package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that are damaged, hostile, or none at all. */
class BadArchiveTest {
  private static final ImageReference APP = ImageReference.parse("app:1");

  @TempDir Path directory;
  private Store store;
  private RegistryClient registry;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(directory.resolve("store"));
    registry = new RegistryClient(RegistryOptions.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    store.close();
  }

  /** The bytes of a saved image, from a store of its own. */
  private byte[] saved() throws Exception {
    Path file = directory.resolve("saved.tar");
    try (Store other = Store.open(directory.resolve("other"))) {
      TestImage.build(other, APP, "text");
      new ImageArchive(other, registry, new NoDisk(), BuildListener.SILENT)
          .save(List.of("app:1"), null, OutgoingForm.DEFAULT, new Export.Target.File(file));
    }
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @CsvSource({
    "../escape, leads outside of the archive",
    "a/../../escape, leads outside of the archive",
    "/etc/passwd, is none for a file of an archive",
  })
  void load_whenANameIsHostile_isRefused(String name, String message) throws Exception {
    byte[] archive = new Tar().file(name, new byte[] {1}).bytes();

    BuildException failure = failure(archive);

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(failure)
        .hasMessageStartingWith("cannot load bad.tar: ")
        .hasMessageContaining(message);
    assertThat(directory.resolve("escape")).doesNotExist();
  }

  @Test
  void load_whenALinkLeadsOutside_isRefused() throws Exception {
    assertThat(failure(new Tar().link("index.json", "../../../etc/passwd").bytes()))
        .hasMessageContaining("leads outside of the archive");
  }

  @Test
  void load_whenItHasADevice_isRefused() throws Exception {
    assertThat(failure(new Tar().device("blobs/null").bytes()))
        .hasMessageContaining("blobs/null is neither a file nor a directory");
  }

  @Test
  void load_whenALayerIsNotTheAnnouncedOne_isRefused() throws Exception {
    TestImage image = TestImage.of("honest");
    byte[] archive =
        new Tar()
            .file("l.tar", TestImage.of("forged").tars().getFirst())
            .file("c.json", image.config())
            .file(
                "manifest.json",
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"x:1\"],\"Layers\":[\"l.tar\"]}]"
                    .getBytes(StandardCharsets.UTF_8))
            .bytes();

    assertThat(failure(archive))
        .hasMessageContaining("its layer l.tar unpacks to")
        .hasMessageContaining("not " + image.diffIds().getFirst());
    assertThat(store.tags().all()).isEmpty();
  }

  @Test
  void load_whenABlobIsDamaged_isRefused() throws Exception {
    byte[] bytes = saved();
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"diff_ids\"");
    bytes[place + 1] = 'X';

    assertThat(failure(bytes)).hasMessageContaining("is damaged");
  }

  @Test
  void load_whenCutOffAnywhere_isRefusedAndLeavesNothingTemporary() throws Exception {
    byte[] bytes = saved();
    int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("index.json");

    for (int length = 300; length < end; length += 300) {
      BuildException failure = failure(Arrays.copyOf(bytes, length));
      assertThat(failure.getMessage()).as("cut off at " + length).contains("cut off");
      assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    }
    assertThat(store.tags().all()).isEmpty();
    try (Stream<Path> left = Files.walk(store.root().resolve("tmp"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("load"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no tar at all", "{}"})
  void load_whenNoArchive_saysWhatItLacks(String content) {
    assertThat(failure(content.getBytes(StandardCharsets.UTF_8)).kind())
        .isEqualTo(BuildException.Kind.USER);
  }

  @Test
  void load_whenARootFileSystem_namesImport() throws Exception {
    assertThat(failure(new Tar().file("etc/hostname", new byte[] {'x'}).bytes()))
        .hasMessage(
            "cannot load bad.tar: it has neither index.json nor manifest.json, so it is no image"
                + " archive or was cut off; a root file system becomes an image with: jbuild import");
  }

  private BuildException failure(byte[] archive) {
    return catchThrowableOfType(
        BuildException.class,
        () ->
            new ImageArchive(store, registry, new NoDisk(), BuildListener.SILENT)
                .load(new ByteArrayInputStream(archive), "bad.tar", null));
  }
}
