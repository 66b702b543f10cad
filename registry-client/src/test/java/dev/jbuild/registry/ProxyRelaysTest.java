package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.proxy.ProxyRelay;
import dev.jbuild.registry.proxy.ProxyServer;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.TestKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proxies that are called by SOCKS or TLS. */
class ProxyRelaysTest {

  private static final ImageReference PLAIN = ImageReference.parse("registry.test/app:1");
  private static final ImageReference SECURE = ImageReference.parse("secure.test:5001/app:1");
  private static final String PROXY_LOGIN = "Proxy-Authorization: Basic bWU6cEB3Kw==";

  @TempDir Path directory;

  private static RegistryOptions options(String variable, String address) {
    return TestImage.QUICK
        .withInsecureHosts(Set.of("registry.test", "10.1.2.3", "[fd00::5]", "secure.test:5001"))
        .withProxies(Proxies.of(Map.of(variable, address)));
  }

  private DockerRegistry withTls() throws Exception {
    TestKey key = TestKey.make(directory);
    return DockerRegistry.start(
        directory,
        "  tls:\n    certificate: " + key.certificateFile() + "\n    key: " + key.keyFile() + "\n");
  }

  private static void pushAndPull(RegistryClient client, ImageReference name) throws IOException {
    // A body that is larger than any buffer on the way.
    TestImage image = TestImage.of(1, 5_000_000);
    Descriptor pushed = image.push(client, name);
    assertThat(client.manifest(name).digest()).isEqualTo(pushed.digest());
    assertThat(TestImage.readAll(client.blob(name, image.layerDescriptor())))
        .isEqualTo(image.layer());
  }

  @Test
  void socks_ofPlainHttp_carriesEverythingAndLooksNamesUp() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(directory);
        SocksProxy proxy = new SocksProxy(registry.port(), "me:p@w+");
        RegistryClient client =
            new RegistryClient(
                options("HTTP_PROXY", "socks5://me:p%40w+@127.0.0.1:" + proxy.port()))) {
      pushAndPull(client, PLAIN);

      assertThat(proxy.asked()).isNotEmpty().containsOnly("3 registry.test 80");
    }
  }

  @Test
  void socks_ofHttps_carriesATunnel() throws Exception {
    try (DockerRegistry registry = withTls();
        SocksProxy proxy = new SocksProxy(registry.port(), "");
        RegistryClient client =
            new RegistryClient(options("https_proxy", "socks5h://127.0.0.1:" + proxy.port()))) {
      pushAndPull(client, SECURE);

      assertThat(proxy.asked()).isNotEmpty().containsOnly("3 secure.test 5001");
    }
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3/a, 1 10.1.2.3 80", "'[fd00::5]/a', 4 fd00:0:0:0:0:0:0:5 80"})
  void socks_ofAnAddress_isAskedForItAsSuch(String image, String asked) throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(directory);
        SocksProxy proxy = new SocksProxy(registry.port(), "")) {
      String address = "socks5://127.0.0.1:" + proxy.port();
      // Both, so that nothing leaves this machine when it is found out whether there is TLS.
      Map<String, String> both = Map.of("HTTP_PROXY", address, "HTTPS_PROXY", address);
      RegistryOptions options = options("", "").withProxies(Proxies.of(both));
      try (RegistryClient client = new RegistryClient(options)) {
        assertThat(client.head(ImageReference.parse(image))).isEmpty();
      }
      assertThat(proxy.asked()).contains(asked);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "me:pw, me:s3cr3t@, refuses the user or the password",
    "me:pw, '', wants a user and a password"
  })
  void socks_thatLetsNobodyIn_isToldAtOnce(String login, String given, String message)
      throws IOException {
    try (SocksProxy proxy = new SocksProxy(0, login)) {
      String address = "socks5://" + given + "127.0.0.1:" + proxy.port();
      RegistryOptions slow = options("HTTP_PROXY", address).withRetries(3, Duration.ofHours(1));
      try (RegistryClient client = new RegistryClient(slow)) {
        assertThatThrownBy(() -> client.head(PLAIN))
            .hasMessageContaining(
                "the proxy 127.0.0.1:" + proxy.port() + " (HTTP_PROXY) " + message)
            .message()
            .doesNotContain("s3cr3t");
      }
    }
  }

  @Test
  void socks_thatDoesNotReachTheRegistry_saysWhy() throws IOException {
    try (SocksProxy proxy = new SocksProxy(0, "")) {
      RegistryOptions slow =
          options("HTTP_PROXY", "socks5://127.0.0.1:" + proxy.port())
              .withRetries(3, Duration.ofHours(1));
      try (RegistryClient client = new RegistryClient(slow)) {
        assertThatThrownBy(() -> client.head(PLAIN))
            .hasMessageContaining("cannot reach registry registry.test")
            .hasMessageContaining("does not reach registry.test:80: connection refused");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"socks5", "https"})
  void proxy_thatIsGone_isToldAtOnce(String scheme) {
    RegistryOptions slow =
        options("HTTP_PROXY", scheme + "://me:s3cr3t@127.0.0.1:1")
            .withRetries(3, Duration.ofHours(1));
    try (RegistryClient client = new RegistryClient(slow)) {
      assertThatThrownBy(() -> client.head(PLAIN))
          .hasMessageContaining("the proxy 127.0.0.1:1 (HTTP_PROXY) cannot be reached")
          .hasMessageContaining("correct the variable or unset it")
          .message()
          .doesNotContain("s3cr3t");
    }
  }

  @Test
  void tlsProxy_withACertificateOfItsOwn_carriesPlainHttpAndTunnels() throws Exception {
    Path trusted = directory.resolve("certs.d");
    try (DockerRegistry registry = DockerRegistry.start(directory.resolve("plain"));
        DockerRegistry secure = withTls()) {
      TestKey key = TestKey.make(Files.createDirectories(directory.resolve("proxy")));
      for (DockerRegistry each : List.of(registry, secure)) {
        try (LoopbackProxy proxy =
            new LoopbackProxy(each.port(), key.serverContext().getServerSocketFactory())) {
          Path host = Files.createDirectories(trusted.resolve("127.0.0.1:" + proxy.port()));
          Files.copy(key.certificateFile(), host.resolve("ca.crt"));
          boolean tunnel = each == secure;
          RegistryOptions options =
              options(
                      tunnel ? "HTTPS_PROXY" : "HTTP_PROXY",
                      "https://me:p%40w+@127.0.0.1:" + proxy.port())
                  .withCertificates(new CertificateDirectories(List.of(trusted), null));
          try (RegistryClient client = new RegistryClient(options)) {
            pushAndPull(client, tunnel ? SECURE : PLAIN);
          }
          String start = tunnel ? "CONNECT secure.test:5001 HTTP/1.1" : " http://registry.test/v2/";
          assertThat(proxy.heads())
              .isNotEmpty()
              .allSatisfy(
                  head -> assertThat(head).contains(start).containsOnlyOnce("Authorization"))
              .allSatisfy(head -> assertThat(head).contains(PROXY_LOGIN));
        }
      }
    }
  }

  @Test
  void tlsProxy_thatNobodyTrusts_isNotTold() throws Exception {
    TestKey key = TestKey.make(directory);
    try (LoopbackProxy proxy = new LoopbackProxy(1, key.serverContext().getServerSocketFactory())) {
      String address = "127.0.0.1:" + proxy.port();
      RegistryOptions options = options("HTTP_PROXY", "https://me:s3cr3t@" + address);
      try (RegistryClient client = new RegistryClient(options)) {
        assertThatThrownBy(() -> client.head(PLAIN))
            .hasMessageContaining("its certificate must be trusted")
            .hasMessageContaining("certs.d/" + address + "/ca.crt")
            .message()
            .doesNotContain("s3cr3t");
      }
      assertThat(proxy.heads()).noneMatch(head -> head.contains("Authorization"));
    }
  }

  @Test
  void relay_letsNobodyInWhoDoesNotKnowItsPassword() throws Exception {
    try (SocksProxy proxy = new SocksProxy(1, "");
        ProxyRelay relay =
            new ProxyRelay(
                new ProxyServer(
                    "HTTP_PROXY", ProxyServer.Kind.SOCKS5, "127.0.0.1", proxy.port(), null),
                () -> {
                  throw new IOException("SOCKS needs no TLS");
                },
                Duration.ofSeconds(5))) {
      for (String authorization : List.of("", "Proxy-Authorization: Basic amJ1aWxkOg==\r\n")) {
        try (Socket socket = new Socket(relay.address().getAddress(), relay.address().getPort())) {
          String head = "CONNECT registry.test:443 HTTP/1.1\r\n" + authorization + "\r\n";
          socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
              .startsWith("HTTP/1.1 407 ");
        }
      }
      assertThat(proxy.asked()).isEmpty();
    }
  }
}
