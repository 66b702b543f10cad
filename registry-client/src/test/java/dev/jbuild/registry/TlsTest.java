package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  @TempDir Path directory;

  @Test
  void loopbackRegistry_withTls_isCalledByHttpsAndItsCertificateChecked() throws Exception {
    TestKey key = TestKey.make(directory);
    String tls =
        "  tls:\n    certificate: " + key.certificateFile() + "\n    key: " + key.keyFile() + "\n";
    try (DockerRegistry registry = DockerRegistry.start(directory, tls);
        RegistryClient client = new RegistryClient(TestImage.QUICK)) {
      ImageReference reference = ImageReference.parse(registry.host() + "/x");

      assertThatThrownBy(() -> client.manifest(reference))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE))
          .hasMessageContaining("https://" + registry.host())
          .hasMessageContaining("certificate must be trusted");
    }
  }

  @Test
  void listedRegistry_isCalledByPlainHttp() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client =
            new RegistryClient(TestImage.QUICK.withInsecureHosts(Set.of("127.0.0.1")))) {
      assertThat(client.head(server.reference("x"))).isEmpty();
      assertThat(server.lines()).containsExactly("HEAD /v2/x/manifests/latest");
    }
  }
}
