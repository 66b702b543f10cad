package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.TestKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

  private static final ImageReference REFERENCE = ImageReference.parse("registry.test/app:1");

  @TempDir Path directory;

  private static RegistryOptions options(Map<String, String> environment) {
    return TestImage.QUICK
        .withInsecureHosts(Set.of("registry.test"))
        .withProxies(Proxies.of(environment));
  }

  @Test
  void transfers_ofPlainHttp_goThroughTheProxyWithItsCredentials() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(directory);
        LoopbackProxy proxy = new LoopbackProxy(registry.port());
        RegistryClient client =
            new RegistryClient(
                options(Map.of("http_proxy", "http://me:p%40w+@127.0.0.1:" + proxy.port())))) {
      Descriptor pushed = TestImage.of(1, 200_000).push(client, REFERENCE);

      assertThat(client.manifest(REFERENCE).digest()).isEqualTo(pushed.digest());
      assertThat(proxy.heads())
          .isNotEmpty()
          .allSatisfy(
              head ->
                  assertThat(head)
                      .contains(" http://registry.test/v2/")
                      .contains("Proxy-Authorization: Basic bWU6cEB3Kw=="));
    }
  }

  @Test
  void transfers_ofHttps_goThroughATunnelThatSeesNothing() throws Exception {
    TestKey key = TestKey.make(directory);
    String tls =
        "  tls:\n    certificate: " + key.certificateFile() + "\n    key: " + key.keyFile() + "\n";
    ImageReference secure = ImageReference.parse("secure.test:5001/app:1");
    try (DockerRegistry registry = DockerRegistry.start(directory, tls);
        LoopbackProxy proxy = new LoopbackProxy(registry.port());
        RegistryClient client =
            new RegistryClient(
                options(Map.of("HTTPS_PROXY", "http://me:pw@127.0.0.1:" + proxy.port())))) {

      assertThatThrownBy(() -> client.manifest(secure))
          .hasMessageContaining("certificate must be trusted");
      assertThat(proxy.heads())
          .isNotEmpty()
          .allSatisfy(
              head ->
                  assertThat(head)
                      .startsWith("CONNECT secure.test:5001 HTTP/1.1")
                      .contains("Proxy-Authorization: Basic bWU6cHc="));
    }
  }

  @Test
  void transfers_toThisMachine_neverUseAProxy() throws IOException {
    try (ScriptedServer server = new ScriptedServer();
        RegistryClient client =
            new RegistryClient(options(Map.of("HTTP_PROXY", "http://127.0.0.1:1")))) {
      assertThat(client.head(server.reference("x"))).isEmpty();
    }
  }

  @Test
  void transfers_whenTheProxyIsGone_failAtOnceAndNameIt() {
    Map<String, String> environment = Map.of("HTTP_PROXY", "http://me:s3cr3t@127.0.0.1:1");
    RegistryOptions slow = options(environment).withRetries(3, Duration.ofHours(1));
    try (RegistryClient client = new RegistryClient(slow)) {
      assertThatThrownBy(() -> client.head(REFERENCE))
          .hasMessageContaining("no connection to the proxy 127.0.0.1:1 (HTTP_PROXY)")
          .message()
          .doesNotContain("s3cr3t");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "socks4://me:s3cr3t@p:1, is not the address of a proxy that can be used",
    "'http://s3cr3t p', is not the address of a proxy that can be used",
    "http://, is not the address of a proxy that can be used"
  })
  void transfers_whenTheVariableIsWrong_failAtOnceWithoutTellingIt(String value, String message) {
    RegistryOptions slow = options(Map.of("HTTP_PROXY", value)).withRetries(3, Duration.ofHours(1));
    try (RegistryClient client = new RegistryClient(slow)) {
      assertThatThrownBy(() -> client.head(REFERENCE))
          .hasMessageContaining("HTTP_PROXY " + message)
          .message()
          .doesNotContain("s3cr3t");
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          *                      | https://a.example          | true
          a.example              | https://a.example          | true
          a.example              | https://A.Example:5000     | true
          a.example              | https://b.a.example        | true
          a.example              | https://ba.example         | false
          .a.example             | https://b.a.example        | true
          .a.example             | https://a.example          | false
          *.a.example            | https://b.a.example        | true
          *.a.example            | https://a.example          | false
          ' x , a.example '      | https://a.example          | true
          a.example:443          | https://a.example          | true
          a.example:443          | http://a.example           | false
          a.example:5000         | https://a.example:5000     | true
          10.1.2.3               | http://10.1.2.3:5000       | true
          10.1.2.3:80            | http://10.1.2.3            | true
          10.1.2.3:80            | http://10.1.2.3:5000       | false
          10.1.0.0/16            | http://10.1.9.9            | true
          10.1.0.0/17            | http://10.1.200.9          | false
          10.1.0.0/99            | http://10.1.0.0            | false
          10.0.0.0/8             | http://a.example           | false
          fd00::/8               | http://[fd12::1]:5000      | true
          fd00::1                | http://[fd00:0::1]         | true
          [fd00::1]:80           | http://[fd00::1]           | true
          [fd00::1]:81           | http://[fd00::1]           | false
          ''                     | http://localhost:5000      | true
          ''                     | http://127.9.9.9           | true
          ''                     | http://[::1]               | true
          ''                     | http://a.example           | false
          """,
      delimiter = '|')
  void noProxy_coversWhatGoProgramsThinkItDoes(String list, URI target, boolean covered)
      throws IOException {
    Map<String, String> environment =
        Map.of("NO_PROXY", list, "HTTP_PROXY", "p:3128", "https_proxy", "http://p");

    assertThat(Proxies.of(environment).server(target).isEmpty()).isEqualTo(covered);
  }
}
