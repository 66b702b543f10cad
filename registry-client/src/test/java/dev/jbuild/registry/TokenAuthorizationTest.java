package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.TestKey;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real registry that trusts a token server of the test. */
class TokenAuthorizationTest {

  private static final CredentialSource LOGIN =
      registry -> new Credentials.Login("me", "s3cr3t-pw", "the test");

  private static TestKey key;
  private static Path certificate;

  @TempDir Path directory;
  private ScriptedServer tokens;
  private DockerRegistry registry;

  @BeforeAll
  static void makeKey(@TempDir Path keys) throws Exception {
    key = TestKey.make(keys);
    certificate = key.certificateFile();
  }

  @BeforeEach
  void start() {
    tokens = new ScriptedServer();
    tokens.on("GET /token", this::token);
    registry =
        DockerRegistry.start(
            directory,
            """
            auth:
              token:
                realm: %s
                service: the registry
                issuer: test
                rootcertbundle: %s
            """
                .formatted(tokens.url("/token"), certificate));
  }

  @AfterEach
  void stop() {
    registry.close();
    tokens.close();
  }

  /** Grants everything to the user, reading of public repositories to all. */
  private void token(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String right = "Basic " + base64("me:s3cr3t-pw");
    if (authorization != null && !authorization.equals(right)) {
      ScriptedServer.text(401, "bad login " + authorization).to(exchange);
      return;
    }
    List<String> access = new ArrayList<>();
    String service = "";
    for (String parameter : exchange.getRequestURI().getRawQuery().split("&", -1)) {
      String value =
          URLDecoder.decode(parameter.replaceFirst("^[a-z]+=", ""), StandardCharsets.UTF_8);
      if (parameter.startsWith("service=")) {
        service = value;
      } else {
        String[] scope = value.split(":", -1);
        if (authorization != null || scope[1].startsWith("public/")) {
          String actions = authorization == null ? "pull" : scope[2];
          access.add(grant(scope[1], actions));
        }
      }
    }
    try {
      String token = key.token(service, "[" + String.join(",", access) + "]");
      ScriptedServer.text(200, "{\"token\":\"" + token + "\",\"expires_in\":300}").to(exchange);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String grant(String name, String actions) {
    String list = "\"" + actions.replace(",", "\",\"") + "\"";
    return "{\"type\":\"repository\",\"name\":\"" + name + "\",\"actions\":[" + list + "]}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private ImageReference reference(String name) {
    return ImageReference.parse(registry.host() + "/" + name);
  }

  private static RegistryClient client(CredentialSource credentials) {
    return new RegistryClient(TestImage.QUICK.withCredentials(credentials));
  }

  @Test
  void pushAndPull_withCredentials_needOneTokenForEachRight() throws IOException {
    try (RegistryClient client = client(LOGIN)) {
      ImageReference target = reference("private/app:1");
      Descriptor pushed = TestImage.of(1, 2000).push(client, target);
      assertThat(tokens.seen("GET /token")).hasSize(1);

      Manifest manifest = Manifest.parse(client.manifest(target).raw());
      TestImage.readAll(client.blob(target, manifest.config()));

      assertThat(client.head(target)).contains(pushed);
      assertThat(tokens.seen("GET /token")).hasSize(2);
    }
  }

  @Test
  void mountBlob_withCredentials_asksForBothRepositories() throws IOException {
    try (RegistryClient client = client(LOGIN)) {
      TestImage image = TestImage.of(2, 2000);
      image.push(client, reference("one"));

      assertThat(client.mountBlob(reference("two"), image.layerDescriptor().digest(), "one"))
          .isTrue();
      assertThat(tokens.seen("GET /token").getLast().line())
          .contains("repository%3Aone%3Apull", "repository%3Atwo%3Apull%2Cpush");
    }
  }

  @Test
  void pull_ofPublicRepository_needsNoCredentials() throws IOException {
    ImageReference open = reference("public/app");
    try (RegistryClient client = client(LOGIN)) {
      TestImage.of(3, 2000).push(client, open);
    }
    try (RegistryClient client = client(CredentialSource.ANONYMOUS)) {
      assertThat(client.manifest(open).raw()).isNotEmpty();
      assertThatThrownBy(() -> TestImage.of(4, 10).push(client, open))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.DENIED))
          .hasMessageContaining("no credentials were given for " + registry.host());
    }
  }

  @Test
  void pull_withWrongPassword_isDeniedAndDoesNotTellItThoughTheServerDoes() {
    CredentialSource wrong = r -> new Credentials.Login("me", "wrong-pw", "the test");
    try (RegistryClient client = client(wrong)) {
      assertThatThrownBy(() -> client.manifest(reference("private/app")))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.DENIED))
          .hasMessageContaining("HTTP 401: bad login Basic ***")
          .hasMessageContaining("the credentials from the test do not suffice")
          .message()
          .doesNotContain("wrong-pw", base64("me:wrong-pw"));
    }
  }
}
