package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateDirectoriesTest {

  @TempDir Path directory;

  private static String tls(TestKey key) throws Exception {
    return "  tls:\n    certificate: "
        + key.certificateFile()
        + "\n    key: "
        + key.keyFile()
        + "\n";
  }

  private Path certificates(DockerRegistry registry) throws Exception {
    return Files.createDirectories(directory.resolve("certs.d").resolve(registry.host()));
  }

  private RegistryClient client() {
    return new RegistryClient(
        TestImage.QUICK.withCertificates(
            new CertificateDirectories(List.of(directory.resolve("certs.d")))));
  }

  @Test
  void registry_withAnAuthorityOfItsOwn_isTrusted() throws Exception {
    TestKey key = TestKey.make(directory);
    try (DockerRegistry registry = DockerRegistry.start(directory, tls(key));
        RegistryClient client = client()) {
      Files.copy(key.certificateFile(), certificates(registry).resolve("ca.crt"));
      ImageReference reference = ImageReference.parse(registry.host() + "/x");

      Descriptor pushed = TestImage.of(1, 2000).push(client, reference);

      assertThat(client.manifest(reference).digest()).isEqualTo(pushed.digest());
    }
  }

  @Test
  void registry_thatWantsACertificate_getsIt() throws Exception {
    TestKey key = TestKey.make(directory);
    String mutual = tls(key) + "    clientcas:\n      - " + key.certificateFile() + "\n";
    try (DockerRegistry registry = DockerRegistry.start(directory, mutual);
        RegistryClient without = client();
        RegistryClient with = client()) {
      Path own = certificates(registry);
      Files.copy(key.certificateFile(), own.resolve("ca.crt"));
      ImageReference reference = ImageReference.parse(registry.host() + "/x");
      assertThatThrownBy(() -> without.head(reference)).isInstanceOf(RegistryException.class);

      Files.copy(key.certificateFile(), own.resolve("client.cert"));
      Files.copy(key.keyFile(), own.resolve("client.key"));

      assertThat(with.head(reference)).isEmpty();
    }
  }

  @Test
  void registry_withFilesThatCannotBeUsed_failsAndNamesThem() throws Exception {
    TestKey key = TestKey.make(directory);
    try (DockerRegistry registry = DockerRegistry.start(directory, tls(key))) {
      ImageReference reference = ImageReference.parse(registry.host() + "/x");
      Path own = certificates(registry);
      Path authority = Files.writeString(own.resolve("ca.crt"), "nothing");
      assertFails(reference, authority + " holds no certificate in PEM");

      Files.delete(authority);
      Files.copy(key.certificateFile(), own.resolve("client.cert"));
      assertFails(reference, "read " + own.resolve("client.key"));
      Files.writeString(
          own.resolve("client.key"),
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
      assertFails(reference, "openssl pkcs8 -topk8 -nocrypt");
      Files.writeString(
          own.resolve("client.key"),
          "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
      assertFails(reference, own.resolve("client.key") + " holds no key for its certificate");
    }
  }

  private void assertFails(ImageReference reference, String message) {
    try (RegistryClient client = client()) {
      assertThatThrownBy(() -> client.head(reference))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(message);
    }
  }
}
