package dev.jbuild.registry.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.registry.testing.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against openssl, and keys of the tests of cosign. */
class SigningKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private void openssl(String words) throws Exception {
    Tool.run(("openssl " + words.replace("DIR", directory.toString())).split(" ", -1));
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @ParameterizedTest
  @CsvSource({
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, pkey",
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384, ec",
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521, pkey -aes256 -passout pass:s3cr3t",
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, ec -aes256 -passout pass:s3cr3t",
    "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, pkey",
    "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, rsa -traditional",
  })
  void sign_withAKeyOfOpenssl_isVerifiedByOpenssl(String make, String form) throws Exception {
    openssl(make + " -out DIR/plain.key");
    openssl(form + " -in DIR/plain.key -out DIR/form.key");
    openssl("pkey -in DIR/plain.key -pubout -out DIR/openssl.pub");
    SigningKey key = SigningKey.read(file("form.key"), new FixedPassword("s3cr3t"));
    byte[] signature = key.sign(MESSAGE);
    Files.write(file("message"), MESSAGE);
    Files.write(file("signature"), signature);

    openssl("dgst -sha256 -verify DIR/openssl.pub -signature DIR/signature DIR/message");

    assertThat(key.publicKey().pem()).isEqualTo(Files.readString(file("openssl.pub")));
    assertThat(key.sign(MESSAGE)).isEqualTo(signature);
    VerificationKey read = VerificationKey.read(file("openssl.pub"));
    assertThat(read.verifies(MESSAGE, signature)).isTrue();
    assertThat(read.verifies(new byte[1], signature)).isFalse();
    assertThat(read.verifies(MESSAGE, new byte[3])).isFalse();
    openssl("dgst -sha256 -sign DIR/plain.key -out DIR/signature DIR/message");
    assertThat(read.verifies(MESSAGE, Files.readAllBytes(file("signature")))).isTrue();
  }

  @Test
  void sign_withEd25519_isVerifiedByOpenssl() throws Exception {
    openssl("genpkey -algorithm ED25519 -out DIR/plain.key");
    openssl("pkey -in DIR/plain.key -pubout -out DIR/openssl.pub");
    SigningKey key = SigningKey.read(file("plain.key"), new FixedPassword(""));
    Files.write(file("message"), MESSAGE);
    Files.write(file("signature"), key.sign(MESSAGE));

    openssl(
        "pkeyutl -verify -pubin -inkey DIR/openssl.pub -rawin -in DIR/message -sigfile"
            + " DIR/signature");

    VerificationKey read = VerificationKey.read(file("openssl.pub"));
    assertThat(read.verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    assertThat(read.verifies(MESSAGE, new byte[3])).isFalse();
    assertThat(read.fingerprint()).isEqualTo(key.publicKey().fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosign-rsa.key", "cosign-ec.key", "sigstore.key"})
  void read_ofAKeyOfCosign_takesItsPassword(String name) throws Exception {
    Path file = Path.of(SigningKeyTest.class.getResource("/cosign/" + name).toURI());

    SigningKey key = SigningKey.read(file, new FixedPassword("hello"));

    assertThat(key.publicKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    assertThatThrownBy(() -> SigningKey.read(file, new FixedPassword("wrong")))
        .isInstanceOf(KeyException.class)
        .hasMessage(file + " holds a key whose password is not that of the test");
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, holds no private key in PEM",
    "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----e30=-----END ENCRYPTED SIGSTORE PRIVATE"
        + " KEY-----, holds no key of cosign that can be read",
    "-----BEGIN X-----AAAA-----END X-----, holds no",
  })
  void read_ofWhatIsNoKey_saysSo(String text, String message) throws Exception {
    Files.writeString(file("bad.key"), text.replace("-----AAAA", "-----\nAAAA\n"));

    assertThatThrownBy(() -> SigningKey.read(file("bad.key"), new FixedPassword("")))
        .isInstanceOf(KeyException.class)
        .hasMessageStartingWith(file("bad.key") + " " + message);
    assertThatThrownBy(() -> VerificationKey.read(file("bad.key")))
        .isInstanceOf(KeyException.class)
        .hasMessageStartingWith(file("bad.key") + " holds no public key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1",
        "genpkey -algorithm X25519",
      })
  void read_ofAKeyThatMustNotSign_isRefused(String make) throws Exception {
    openssl(make + " -out DIR/weak.key");

    assertThatThrownBy(() -> SigningKey.read(file("weak.key"), new FixedPassword("")))
        .isInstanceOf(KeyException.class)
        .hasMessageStartingWith(file("weak.key") + " holds a key of ");
  }

  @Test
  void generate_always_makesFilesThatReadBack() throws Exception {
    KeyPair.generate("s3cr3t".toCharArray()).write(file("my.key"), file("my.pub"));

    SigningKey key = SigningKey.read(file("my.key"), new FixedPassword("s3cr3t"));
    assertThat(VerificationKey.read(file("my.pub")).verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("my.key"))))
        .isEqualTo("rw-------");
    assertThat(Tool.run("openssl", "pkey", "-pubin", "-text", "-noout", "-in", file("my.pub") + ""))
        .contains("prime256v1");
    KeyPair other = KeyPair.generate(new char[0]);
    assertThatThrownBy(() -> other.write(file("new.key"), file("my.pub")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file("new.key")).doesNotExist();
  }
}
