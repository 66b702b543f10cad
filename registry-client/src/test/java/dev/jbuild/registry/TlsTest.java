package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
