package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageImportTest {
  private static final ImageReference NAME = ImageReference.parse("rootfs:1");
  private static final Instant NOW = Instant.parse("2026-05-06T07:08:09.123Z");
  private static final ImportOptions NAMED = ImportOptions.of(List.of(NAME));

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(directory.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private LoadedImage importTar(byte[] tar, ImportOptions options) throws Exception {
    return new ImageImport(store, Clock.fixed(NOW, ZoneOffset.UTC))
        .importTar(new ByteArrayInputStream(tar), "root.tar", options);
  }

  private Path rootfs() throws IOException {
    Path root = directory.resolve("root");
    Path etc = Files.createDirectories(root.resolve("etc"));
    Files.writeString(etc.resolve("hostname"), "imported\n");
    Files.createSymbolicLink(etc.resolve("link"), Path.of("hostname"));
    Path tar = directory.resolve("root.tar");
    Program.run(List.of("tar", "-C", root.toString(), "-cf", tar.toString(), "."));
    return tar;
  }

  @Test
  void import_always_makesAnImageOfTheTarsOwnBytes() throws Exception {
    byte[] tar = Files.readAllBytes(rootfs());

    LoadedImage imported = importTar(tar, NAMED.withMessage("by hand"));

    LocalImage image = new LocalImages(store).find("rootfs:1");
    assertThat(imported.id()).isEqualTo(image.id());
    assertThat(image.config().diffIds()).containsExactly(new DiffId(Digest.sha256(tar)));
    assertThat(image.created()).isEqualTo("2026-05-06T07:08:09Z");
    assertThat(image.config().history())
        .singleElement()
        .satisfies(line -> assertThat(line.comment()).isEqualTo("by hand"));
    assertThat(store.trees().find(store.layers().treeOf(image.config().diffIds()), "etc/hostname"))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "xz", "bzip2", "zstd"})
  void import_whenCompressed_isTheSameImage(String program) throws Exception {
    Path tar = rootfs();
    LoadedImage plain = importTar(Files.readAllBytes(tar), NAMED);
    Path packed = directory.resolve("packed");
    Program.run(List.of("sh", "-c", program + " -c < '" + tar + "' > '" + packed + "'"));

    assertThat(importTar(Files.readAllBytes(packed), NAMED).id()).isEqualTo(plain.id());
  }

  @Test
  void import_whenConfigured_startsSoAndSkopeoReadsIt() throws Exception {
    ContainerConfig config =
        ContainerConfig.EMPTY.withCmd(List.of("/bin/app")).withEnv("A", "b").withWorkingDir("/srv");

    importTar(Files.readAllBytes(rootfs()), NAMED.withConfig(config));

    Path saved = directory.resolve("saved.tar");
    try (RegistryClient registry = new RegistryClient(RegistryOptions.DEFAULT)) {
      new ImageArchive(store, registry, new NoDisk(), BuildListener.SILENT)
          .save(List.of("rootfs:1"), null, OutgoingForm.DEFAULT, new Export.Target.File(saved));
    }
    assertThat(Skopeo.inspect("docker-archive:" + saved, "--config"))
        .contains("/bin/app", "A=b", "/srv", "Imported from root.tar");
  }

  @Test
  void import_whenUnnamed_isFoundById() throws Exception {
    LoadedImage imported = importTar(Files.readAllBytes(rootfs()), ImportOptions.of(List.of()));

    assertThat(new LocalImages(store).find(imported.id().shortHex()).tags()).isEmpty();
  }

  @Test
  void import_whenNamesLeadOutside_staysInTheRoot() throws Exception {
    importTar(TestImage.tar("../../escape", new byte[] {1}), NAMED);

    ImageConfig config = new LocalImages(store).find("rootfs:1").config();
    assertThat(store.trees().find(store.layers().treeOf(config.diffIds()), "escape")).isPresent();
    assertThat(directory.resolve("escape")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "this is no tar, but some text"})
  void import_whenNoTar_isRefused(String text) {
    BuildException failure =
        catchThrowableOfType(
            BuildException.class, () -> importTar(text.getBytes(StandardCharsets.UTF_8), NAMED));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(failure).hasMessageStartingWith("cannot import root.tar: ");
  }

  @Test
  void import_whenTheSourceFails_keepsTheCauseAndStoresNothing() {
    IOException broken = new IOException("pipe broke");
    InputStream source =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw broken;
          }
        };

    BuildException failure =
        catchThrowableOfType(
            BuildException.class,
            () -> new ImageImport(store, Clock.systemUTC()).importTar(source, "stdin", NAMED));

    assertThat(failure).hasMessage("import stdin: pipe broke").hasCause(broken);
    assertThat(failure.kind()).isEqualTo(BuildException.Kind.ENVIRONMENT);
  }
}
