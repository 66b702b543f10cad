package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasicAuthorizationTest {

  private static final String PASSWORD = "s3cr3t-pw";

  /** The bcrypt hash of the password, as htpasswd would write it. */
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuyoa0eFReNTnR3LJnKYAQKMh2KrG47De";

  @TempDir static Path directory;
  private static DockerRegistry registry;

  @BeforeAll
  static void start() throws IOException {
    Path users = Files.writeString(directory.resolve("htpasswd"), "me:" + HASH + "\n");
    String auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + users + "\n";
    registry = DockerRegistry.start(directory, auth);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static ImageReference reference() {
    return ImageReference.parse(registry.host() + "/private:1");
  }

  private static RegistryClient client(String config) throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), config);
    return new RegistryClient(
        TestImage.QUICK.withCredentials(new DockerConfigCredentials(List.of(file), Map.of())));
  }

  private static String auths(String password) {
    return "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + base64(password) + "\"}}}";
  }

  private static String base64(String password) {
    byte[] pair = ("me:" + password).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  private static void assertDenied(String config, String... messages) throws IOException {
    try (RegistryClient client = client(config)) {
      assertThatThrownBy(() -> client.manifest(reference()))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.DENIED))
          .hasMessageContainingAll(messages)
          .hasMessageContaining(reference().toString());
    }
  }

  @Test
  void push_withCredentialsOfANamespace_isLetInThereAlone() throws IOException {
    String entry = "\"%s\":{\"auth\":\"%s\"}";
    String config =
        "{\"auths\":{"
            + entry.formatted(registry.host(), base64("wrong-pw"))
            + ","
            + entry.formatted(registry.host() + "/team", base64(PASSWORD))
            + "}}";
    try (RegistryClient client = client(config)) {
      ImageReference inside = ImageReference.parse(registry.host() + "/team/app:1");
      Descriptor pushed = TestImage.of(3, 100).push(client, inside);
      assertThat(client.manifest(inside).digest()).isEqualTo(pushed.digest());
    }
    assertDenied(config, "do not suffice");
  }

  @Test
  void push_withCredentials_isLetIn() throws IOException {
    try (RegistryClient client = client(auths(PASSWORD))) {
      Descriptor pushed = TestImage.of(1, 2000).push(client, reference());

      assertThat(client.manifest(reference()).digest()).isEqualTo(pushed.digest());
    }
  }

  @Test
  void manifest_withWrongPassword_isDeniedAndDoesNotTellIt() throws IOException {
    String file = directory.resolve("config.json").toString();
    assertDenied(auths("wrong-pw"), "HTTP 401", "credentials from " + file + " do not suffice");

    try (RegistryClient client = client(auths("wrong-pw"))) {
      assertThatThrownBy(() -> client.manifest(reference()))
          .message()
          .doesNotContain("wrong-pw", base64("wrong-pw"));
    }
  }

  @Test
  void manifest_withoutCredentials_isDeniedAndSaysWhereToPutThem() throws IOException {
    assertDenied(
        "{}",
        "no credentials for " + registry.host() + " were found",
        directory.resolve("config.json").toString(),
        "\"jbuild login " + registry.host() + "\"");
  }

  @Test
  void manifest_whenTheHelperIsMissing_isDeniedAndNamesIt() throws IOException {
    assertDenied(
        "{\"credsStore\":\"desktop\"}",
        "docker-credential-desktop, which is not on the PATH: install it, or take it out of ");
    assertDenied(
        "{\"credHelpers\":{\"" + registry.host() + "\":\"vault\"}}", "docker-credential-vault");
  }

  @Test
  void manifest_whenConfigIsBroken_isDeniedAndNamesTheFileWithoutQuotingIt() throws IOException {
    String broken = "{\"auths\": s3cr3t-pw";
    assertDenied(broken, "asks for credentials", "config.json is not JSON");

    try (RegistryClient client = client(broken)) {
      assertThatThrownBy(() -> client.manifest(reference()))
          .hasStackTraceContaining("config.json")
          .satisfies(
              e -> {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                  assertThat(cause.toString()).doesNotContain("s3cr3t");
                }
              });
    }
  }
}
