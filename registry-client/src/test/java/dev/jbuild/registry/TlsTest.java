package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.conf.RegistriesFiles;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.TestKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  void registryWithTls_whenNotVerified_isCalledByHttpsAllTheSame() throws Exception {
    TestKey key = TestKey.make(directory);
    String tls =
        "  tls:\n    certificate: " + key.certificateFile() + "\n    key: " + key.keyFile() + "\n";
    try (DockerRegistry registry = DockerRegistry.start(directory, tls)) {
      // The certificate is for 127.0.0.1, so this is a name that it is not for.
      String host = "localhost:" + registry.port();
      ImageReference reference = ImageReference.parse(host + "/x");
      Path conf =
          Files.writeString(
              directory.resolve("registries.conf"),
              "[[registry]]\nlocation = \"" + host + "\"\ninsecure = true\n");
      RegistryOptions listed =
          TestImage.QUICK.withRegistries(new RegistriesFiles(List.of(conf), List.of()));
      for (RegistryOptions insecure :
          List.of(
              listed,
              TestImage.QUICK.withTlsVerify(false),
              TestImage.QUICK.withInsecureHosts(Set.of(host)))) {
        try (RegistryClient client = new RegistryClient(insecure)) {
          assertThat(client.head(reference)).isEmpty();
          Descriptor pushed = TestImage.of(1, 100).push(client, reference.withTag("pushed"));
          assertThat(client.head(reference.withTag("pushed"))).contains(pushed);
        }
      }
      try (RegistryClient strict = new RegistryClient(listed.withTlsVerify(true))) {
        assertThatThrownBy(() -> strict.head(reference))
            .hasMessageContaining("certificate must be trusted");
      }
    }
  }

  @Test
  void listedRegistry_isCalledByPlainHttp() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client =
            new RegistryClient(TestImage.QUICK.withInsecureHosts(Set.of("127.0.0.1")))) {
      assertThat(client.head(server.reference("x"))).isEmpty();
      assertThat(server.lines()).containsExactly("GET /v2/", "HEAD /v2/x/manifests/latest");
    }
  }

  @Test
  void registryWithoutTls_calledByHttps_isToldAtOnceWithTheWayOut() throws Exception {
    RegistryOptions slow = TestImage.QUICK.withRetries(3, Duration.ofSeconds(10));
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RegistryClient client = new RegistryClient(slow)) {
      Thread.startVirtualThread(() -> refuseAll(socket));
      ImageReference reference = ImageReference.parse("127.0.0.1:" + socket.getLocalPort() + "/x");
      long start = System.nanoTime();

      assertThatThrownBy(() -> client.head(reference))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE))
          .hasMessageContaining("must be named as an insecure one");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  /** As Go's servers do: plain text for a client that speaks the other language. */
  private static void refuseAll(ServerSocket server) {
    byte[] refusal =
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    while (true) {
      try (Socket client = server.accept()) {
        client.getInputStream().read(new byte[8192]);
        client.getOutputStream().write(refusal);
      } catch (IOException e) {
        if (server.isClosed()) {
          return; // the test is over
        }
      }
    }
  }
}
