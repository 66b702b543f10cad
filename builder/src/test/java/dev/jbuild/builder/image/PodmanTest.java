package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.PrivateContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images go to podman and buildah and come back as what they were. */
class PodmanTest {

  @TempDir Path work;
  private DockerRegistry server;
  private RegistryClient registry;
  private Store store;
  private Store second;
  private Path runroot;

  @BeforeEach
  void open() throws IOException {
    server = DockerRegistry.start(work.resolve("registry"));
    registry = new RegistryClient(RegistryOptions.DEFAULT);
    store = Store.open(work.resolve("store"));
    second = Store.open(work.resolve("second"));
    runroot = Files.createTempDirectory("p"); // podman wants it short
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    second.close();
    registry.close();
    server.close();
    // Podman keeps a mount there that the deletion of the directory would stumble over.
    Program.run(List.of("sh", "-c", "umount " + work + "/root/vfs 2>/dev/null; true"));
    Program.run(List.of("rm", "-rf", runroot.toString()));
  }

  private String run(String tool, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                tool,
                "--root=" + work.resolve("root"),
                "--runroot=" + runroot,
                "--storage-driver=vfs"));
    command.addAll(List.of(words));
    return Program.run(PrivateContainers.command(command)).strip();
  }

  private ImageReference name(String repository) {
    return ImageReference.parse(server.host() + "/" + repository + ":1");
  }

  private Descriptor push(Store from, ImageReference name) throws Exception {
    return new ImagePush(from, registry, new NoDisk(), new Transfers()).push(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"podman", "buildah"})
  void image_throughARegistry_keepsDigestAndId(String tool) throws Exception {
    TestImage.build(store, name("mine"), "one", "two");
    Descriptor mine = push(store, name("mine"));
    String id = new LocalImages(store).find(name("mine").toString()).id().hex();

    assertThat(run(tool, "pull", "-q", "--tls-verify=false", name("mine").toString()))
        .isEqualTo(id);
    assertThat(run(tool, "images", "--digests", "--format={{.Digest}}"))
        .isEqualTo(mine.digest().toString());

    Path digest = work.resolve("digest");
    run(
        tool,
        "push",
        "--tls-verify=false",
        "--digestfile=" + digest,
        name("mine").toString(),
        "docker://" + name("theirs"));
    ResolvedImage back =
        new ImagePull(second, registry, new Transfers(), new NoDisk())
            .pull(name("theirs"), Platform.host(), PullPolicy.ALWAYS);
    assertThat(back.descriptor().digest()).hasToString(Files.readString(digest).strip());
    assertThat(back.manifest().config().digest().hex()).isEqualTo(id);
    new LocalImages(second).tag(name("theirs").toString(), name("again"));
    assertThat(push(second, name("again")).digest()).isEqualTo(back.descriptor().digest());
  }

  @Test
  void image_throughArchives_keepsItsId() throws Exception {
    TestImage.build(store, ImageReference.parse("app:1"), "one", "two");
    String id = new LocalImages(store).find("app:1").id().hex();
    Path ours = work.resolve("ours.tar");
    ImageArchive archive = new ImageArchive(store, registry, new NoDisk(), new Transfers());
    archive.save(List.of("app:1"), null, OutgoingForm.DEFAULT, new Export.Target.File(ours));

    assertThat(run("podman", "load", "-i", ours.toString())).endsWith("docker.io/library/app:1");
    assertThat(run("podman", "image", "inspect", "--format={{.Id}}", "app:1")).isEqualTo(id);

    for (String format : List.of("oci-archive", "docker-archive")) {
      Path theirs = work.resolve(format + ".tar");
      run("podman", "save", "-q", "--format=" + format, "-o", theirs.toString(), "app:1");
      LoadedImage loaded =
          new ImageArchive(second, registry, new NoDisk(), new Transfers())
              .load(theirs, null)
              .getFirst();
      assertThat(loaded.id().hex()).isEqualTo(id);
      assertThat(loaded.tags()).containsExactly(ImageReference.parse("app:1"));
    }
  }
}
