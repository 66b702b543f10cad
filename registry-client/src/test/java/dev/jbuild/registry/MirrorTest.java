package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.bytes;
import static dev.jbuild.registry.ScriptedServer.status;
import static dev.jbuild.registry.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.registry.conf.RegistriesFiles;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls by way of mirrors, with a real registry as the origin. */
class MirrorTest {

  private static final TestImage IMAGE = TestImage.of(11, 100_000);

  @TempDir static Path shared;
  private static DockerRegistry origin;
  private static ImageReference name;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    origin = DockerRegistry.start(shared);
    name = ImageReference.parse(origin.host() + "/team/app:1");
    try (RegistryClient client = new RegistryClient(TestImage.QUICK)) {
      IMAGE.push(client, name);
    }
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  private RegistryClient client(String conf) throws IOException {
    Path file = Files.writeString(directory.resolve("registries.conf"), conf);
    return new RegistryClient(
        TestImage.QUICK.withRegistries(new RegistriesFiles(List.of(file), List.of())));
  }

  private RegistryClient mirrored(String location) throws IOException {
    return client(
        "[[registry]]\nlocation = \""
            + origin.host()
            + "\"\n[[registry.mirror]]\nlocation = \""
            + location
            + "\"\n");
  }

  private static byte[] layer(RegistryClient client) throws IOException {
    return TestImage.readAll(client.blob(name, IMAGE.layerDescriptor()));
  }

  @Test
  void pull_fromARealMirror_takesNothingFromTheOrigin(@TempDir Path other) throws IOException {
    try (DockerRegistry mirror = DockerRegistry.start(other);
        RegistryClient client = mirrored(mirror.host() + "/copies")) {
      TestImage another = TestImage.of(12, 500);
      another.push(client, ImageReference.parse(mirror.host() + "/copies/team/app:1"));

      assertThat(client.manifest(name).raw()).isEqualTo(another.manifest().raw());
      assertThat(TestImage.readAll(client.blob(name, another.layerDescriptor())))
          .isEqualTo(another.layer());
    }
  }

  @Test
  void pull_whenMirrorHasIt_doesNotAskTheOrigin() throws IOException {
    try (ScriptedServer mirror = new ScriptedServer();
        RegistryClient client =
            client(
                "[[registry]]\nlocation = \"registry.invalid\"\n[[registry.mirror]]\nlocation = \""
                    + mirror.host()
                    + "\"\n")) {
      mirror.on("GET /v2/x/blobs/" + IMAGE.layerDescriptor().digest(), bytes(200, IMAGE.layer()));

      assertThat(
              TestImage.readAll(
                  client.blob(ImageReference.parse("registry.invalid/x"), IMAGE.layerDescriptor())))
          .isEqualTo(IMAGE.layer());
    }
  }

  @Test
  void pull_whenMirrorHasNothing_asksTheOrigin() throws IOException {
    try (ScriptedServer mirror = new ScriptedServer();
        RegistryClient client = mirrored(mirror.host())) {
      assertThat(client.manifest(name).raw()).isEqualTo(IMAGE.manifest().raw());
      assertThat(client.head(name)).isPresent();
      assertThat(layer(client)).isEqualTo(IMAGE.layer());
      assertThat(mirror.lines())
          .contains(
              "GET /v2/team/app/manifests/1",
              "GET /v2/team/app/blobs/" + IMAGE.layerDescriptor().digest());
    }
  }

  @Test
  void pull_whenMirrorKeepsFailing_asksItOnce() throws IOException {
    try (ScriptedServer mirror = new ScriptedServer();
        RegistryClient client = mirrored(mirror.host())) {
      mirror.on("GET /v2/team/app/manifests/1", status(503));

      assertThat(client.manifest(name).raw()).isEqualTo(IMAGE.manifest().raw());
      assertThat(layer(client)).isEqualTo(IMAGE.layer());
      assertThat(mirror.seen("GET /v2/team/app/blobs/")).isEmpty();
    }
  }

  @Test
  void pull_whenMirrorBreaksOff_takesTheRestFromTheOrigin() throws IOException {
    byte[] half = Arrays.copyOf(IMAGE.layer(), 40_000);
    String request = "GET /v2/team/app/blobs/" + IMAGE.layerDescriptor().digest();
    try (ScriptedServer mirror = new ScriptedServer();
        RegistryClient client = mirrored(mirror.host())) {
      mirror.on(request, ScriptedServer.partial(200, half, 100_000), status(503));

      assertThat(layer(client)).isEqualTo(IMAGE.layer());
    }
  }

  @Test
  void pull_whenMirrorGivesOtherBytes_failsAndGoesToTheOriginNextTime() throws IOException {
    String blob = "GET /v2/team/app/blobs/" + IMAGE.layerDescriptor().digest();
    try (ScriptedServer mirror = new ScriptedServer();
        RegistryClient client = mirrored(mirror.host())) {
      mirror.on(blob, bytes(200, new byte[100_000]));
      mirror.on("GET /v2/team/app/manifests/" + IMAGE.manifest().digest(), text(200, "{}"));

      assertThatThrownBy(() -> layer(client))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.INVALID_REPLY))
          .hasMessageContaining(mirror.host());
      assertThat(layer(client)).isEqualTo(IMAGE.layer());
      assertThat(client.manifest(name.withDigest(IMAGE.manifest().digest())).raw())
          .isEqualTo(IMAGE.manifest().raw());
    }
  }

  @Test
  void pull_whenNobodyHasIt_tellsOfAll() throws IOException {
    Descriptor none = Descriptor.of(MediaTypes.OCI_LAYER, new byte[] {1});
    try (ScriptedServer mirror = new ScriptedServer();
        RegistryClient client = mirrored(mirror.host())) {
      assertThatThrownBy(() -> client.blob(name, none))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND))
          .hasMessageContaining("not found in registry " + origin.host())
          .hasMessageContaining("; before that, pull blob")
          .hasMessageContaining("not found in registry " + mirror.host());
    }
  }

  @Test
  void push_ofAMirroredName_goesToTheOrigin() throws IOException {
    try (ScriptedServer mirror = new ScriptedServer();
        RegistryClient client = mirrored(mirror.host())) {
      IMAGE.push(client, name.withTag("pushed"));

      assertThat(client.tags(name)).contains("pushed");
      assertThat(mirror.lines()).isEmpty();
    }
  }

  @Test
  void pullAndPush_whereBlocked_areRefusedWithTheFile() throws IOException {
    try (RegistryClient client =
        client("[[registry]]\nprefix = \"" + origin.host() + "/team\"\nblocked = true\n")) {
      assertThatThrownBy(() -> client.manifest(name))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.REFUSED))
          .hasMessageContaining("blocked by " + directory.resolve("registries.conf"));
      assertThatThrownBy(() -> client.deleteManifest(name)).hasMessageContaining("blocked by");
      assertThatThrownBy(() -> IMAGE.push(client, name)).hasMessageContaining("blocked by");
    }
  }
}
