package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.TestKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateDirectoriesTest {

  @TempDir static Path keys;
  private static TestKey rsa;
  private static TestKey ec;

  @TempDir Path directory;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = TestKey.make(Files.createDirectories(keys.resolve("rsa")), "RSA");
    ec = TestKey.make(Files.createDirectories(keys.resolve("ec")), "EC");
  }

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
            new CertificateDirectories(List.of(directory.resolve("certs.d")), null)));
  }

  @Test
  void registry_withAnAuthorityOfItsOwn_isTrusted() throws Exception {
    TestKey key = rsa;
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
    TestKey key = rsa;
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
    TestKey key = rsa;
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
      assertFails(reference, own.resolve("client.key") + " holds no key that can be read");
      Files.writeString(own.resolve("client.key"), "nothing");
      assertFails(reference, own.resolve("client.key") + " holds no private key in PEM");
      Files.writeString(
          own.resolve("client.key"),
          "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
      assertFails(reference, own.resolve("client.key") + " holds no key for its certificate");
    }
  }

  /** As openssl writes them: PKCS#1, SEC1, and both ways to encrypt. */
  @ParameterizedTest
  @CsvSource({
    "RSA, pkcs1, rsa -traditional",
    "RSA, pkcs1 encrypted, rsa -traditional -aes128 -passout pass:s3cr3t",
    "RSA, pkcs8 encrypted, pkcs8 -topk8 -passout pass:s3cr3t",
    "RSA, pkcs8 encrypted the old way, pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:s3cr3t",
    "RSA, pkcs8 with scrypt, pkcs8 -topk8 -scrypt -passout pass:s3cr3t",
    "EC, sec1, ec",
    "EC, sec1 encrypted, ec -aes256 -passout pass:s3cr3t",
  })
  void key_inAnyForm_opensTheDoor(String algorithm, String form, String openssl) throws Exception {
    TestKey key = algorithm.equals("EC") ? ec : rsa;
    String mutual = tls(key) + "    clientcas:\n      - " + key.certificateFile() + "\n";
    try (DockerRegistry registry = DockerRegistry.start(directory, mutual)) {
      Path own = certificates(registry);
      Files.copy(key.certificateFile(), own.resolve("ca.crt"));
      Files.copy(key.certificateFile(), own.resolve("client.cert"));
      Path converted = own.resolve("client.key");
      convert(openssl, key.keyFile(), converted);
      ImageReference reference = ImageReference.parse(registry.host() + "/x");
      if (form.contains("encrypted") || form.contains("scrypt")) {
        Path password = own.resolve("client.password");
        assertFails(reference, converted + " is encrypted: put its password into " + password);
        Files.writeString(password, "wr0ng\n");
        assertFails(reference, "what " + password + " holds is not its password");
        Files.writeString(password, "s3cr3t\n");
      }

      try (RegistryClient client = client()) {
        assertThat(client.head(reference)).as(form).isEmpty();
      }
    }
  }

  private static void convert(String openssl, Path from, Path to) throws Exception {
    String words = "openssl " + openssl + " -in " + from + " -out " + to;
    Process process = new ProcessBuilder(words.split(" ", -1)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private void assertFails(ImageReference reference, String message) {
    try (RegistryClient client = client()) {
      assertThatThrownBy(() -> client.head(reference))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(message);
    }
  }
}
