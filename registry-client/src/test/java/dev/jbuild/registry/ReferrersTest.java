package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.status;
import static dev.jbuild.registry.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's registry keeps no list of referrers, so lists are those of a scripted server. */
class ReferrersTest {

  private static final String SBOM = "application/spdx+json";
  private static final Descriptor SUBJECT = Descriptor.of(MediaTypes.OCI_MANIFEST, new byte[3]);

  @TempDir Path directory;

  /** A manifest without layers that refers to another one. */
  private static byte[] artifact(Descriptor config, Descriptor subject, String type, String note) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2L);
    json.put("mediaType", MediaTypes.OCI_MANIFEST);
    if (!type.isEmpty()) {
      json.put("artifactType", type);
    }
    json.put("config", config.toJson());
    json.put("layers", List.of());
    json.put("subject", subject.toJson());
    json.put("annotations", Map.of("note", note));
    return Json.write(json);
  }

  @Test
  void push_ofManifestsWithSubjectAtOnce_areAllListedUnderTheReferrersTag() throws Exception {
    try (DockerRegistry registry = DockerRegistry.start(directory);
        RegistryClient client = new RegistryClient(TestImage.QUICK);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ImageReference image = ImageReference.parse(registry.host() + "/app:1");
      TestImage content = TestImage.of(1, 100);
      Descriptor subject = content.push(client, image);
      List<Future<Descriptor>> pushes =
          IntStream.range(0, 3)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> push(client, image, content.configDescriptor(), subject, i)))
              .toList();
      for (Future<Descriptor> push : pushes) {
        push.get();
      }

      ImageReference named = image.withDigest(subject.digest());
      assertThat(client.referrers(named, null))
          .extracting(each -> each.descriptor().digest())
          .containsExactlyInAnyOrder(
              pushes.get(0).get().digest(),
              pushes.get(1).get().digest(),
              pushes.get(2).get().digest());
      assertThat(client.referrers(named, MediaTypes.OCI_CONFIG))
          .extracting(each -> each.descriptor().annotations())
          .containsExactly(Map.of("note", "0"));
      assertThat(client.tags(image)).contains("sha256-" + subject.digest().hex());
      push(client, image, content.configDescriptor(), subject, 0);
      assertThat(client.referrers(named, null)).hasSize(3);
    }
  }

  /** The first one does not say its type. */
  private static Descriptor push(
      RegistryClient client, ImageReference image, Descriptor config, Descriptor subject, int i)
      throws IOException {
    byte[] raw = artifact(config, subject, i == 0 ? "" : SBOM, "" + i);
    return client.pushManifest(image.withTag("referrer-" + i), MediaTypes.OCI_MANIFEST, raw);
  }

  @Test
  void referrers_whereTheRegistryKeepsAList_comeFromAllItsPages() throws IOException {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = new RegistryClient(TestImage.QUICK)) {
      String path = "/v2/x/referrers/" + SUBJECT.digest();
      server.on(
          "GET " + path, text(200, list("a", SBOM), "Link", "<" + path + "?p=2>; rel=\"next\""));
      server.on("GET " + path + "?p=2", text(200, list("b", "other")));
      ImageReference named = server.reference("x").withDigest(SUBJECT.digest());

      assertThat(client.referrers(named, null)).hasSize(2);
      assertThat(client.referrers(named, SBOM))
          .extracting(each -> each.descriptor().digest())
          .containsExactly(Descriptor.of("", new byte[] {'a'}).digest());
      assertThat(server.lines()).noneMatch(line -> line.contains("/manifests/"));
    }
  }

  private static String list(String content, String type) {
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, content.getBytes(StandardCharsets.UTF_8));
    return "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\""
        + descriptor.mediaType()
        + "\",\"digest\":\""
        + descriptor.digest()
        + "\",\"size\":1,\"artifactType\":\""
        + type
        + "\"}]}";
  }

  @Test
  void push_whereTheRegistryKeepsAList_writesNone() throws IOException {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = new RegistryClient(TestImage.QUICK)) {
      server.on("PUT /v2/x/manifests/s", status(201, "OCI-Subject", SUBJECT.digest().toString()));
      byte[] raw = artifact(SUBJECT, SUBJECT, SBOM, "");

      client.pushManifest(server.reference("x:s"), MediaTypes.OCI_MANIFEST, raw);

      assertThat(server.seen("PUT")).hasSize(1);
    }
  }

  @Test
  void referrers_whenListIsNone_areRefused() {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client = new RegistryClient(TestImage.QUICK)) {
      server.on("GET /v2/x/referrers/" + SUBJECT.digest(), text(200, "{\"manifests\":[7]}"));

      assertThatThrownBy(
              () -> client.referrers(server.reference("x").withDigest(SUBJECT.digest()), null))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.INVALID_REPLY))
          .hasMessageContaining("its list of referrers cannot be read");
    }
  }
}
