package dev.jbuild.registry.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.registry.key.FixedPassword;
import dev.jbuild.registry.key.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test vector of DSSE's protocol.md: ECDSA on P-256, deterministic by RFC 6979. */
class EnvelopeTest {
  private static final String TYPE = "http://example.com/HelloWorld";
  private static final byte[] PAYLOAD = "hello world".getBytes(StandardCharsets.UTF_8);
  private static final String RAW_SIGNATURE =
      "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==";
  private static final BigInteger PRIVATE =
      new BigInteger(
          "97358161215184420915383655311931858321456579547487070936769975997791359926199");

  @TempDir Path directory;
  private SigningKey key;

  @SuppressWarnings("NullAway.Init") // set before each test
  EnvelopeTest() {}

  @BeforeEach
  void readKey() throws Exception {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    PrivateKey secret =
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(PRIVATE, curve.getParameterSpec(ECParameterSpec.class)));
    Path file = directory.resolve("vector.key");
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(secret.getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    key = SigningKey.read(file, new FixedPassword(""));
  }

  @Test
  void signedBytes_areThoseOfTheSpecification() {
    assertThat(new String(Envelope.signedBytes(TYPE, PAYLOAD), StandardCharsets.UTF_8))
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void signed_hasTheSignatureOfTheSpecification() {
    Envelope envelope = Envelope.signed(TYPE, PAYLOAD, key);

    assertThat(raw(envelope.signatures().getFirst()))
        .isEqualTo(Base64.getDecoder().decode(RAW_SIGNATURE));
    assertThat(new String(envelope.toJson(), StandardCharsets.UTF_8))
        .startsWith("{\"payloadType\":\"" + TYPE + "\",\"payload\":\"aGVsbG8gd29ybGQ=\"");
  }

  @Test
  void parse_readsWhatWasWritten_andAnyChangeBreaksTheSignature() {
    byte[] json = Envelope.signed(TYPE, PAYLOAD, key).toJson();
    Envelope read = Envelope.parse(json);

    assertThat(read.payload()).isEqualTo(PAYLOAD);
    assertThat(read.isSignedBy(key.publicKey())).isTrue();
    assertThat(changed(json, "aGVsbG8gd29ybGQ=", "aGVsbG8gd29ybGR=").isSignedBy(key.publicKey()))
        .as("the same bytes in another base64")
        .isTrue();
    assertThat(changed(json, "aGVsbG8", "bGVsbG8").isSignedBy(key.publicKey())).isFalse();
    assertThat(changed(json, "HelloWorld", "HelloWorle").isSignedBy(key.publicKey())).isFalse();
    assertThat(changed(json, "\"sig\":\"M", "\"sig\":\"N").isSignedBy(key.publicKey())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"payloadType\":\"x\",\"signatures\":[]}",
        "{\"payload\":\"!!\",\"payloadType\":\"x\",\"signatures\":[]}",
        "{\"payload\":\"\",\"payloadType\":\"x\",\"signatures\":[1]}",
        "{\"payload\":\"\",\"payloadType\":\"x\",\"signatures\":[{\"keyid\":\"\"}]}",
        "no json"
      })
  void parse_ofWhatIsNone_isRefused(String json) {
    assertThatThrownBy(() -> Envelope.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Envelope changed(byte[] json, String what, String by) {
    String text = new String(json, StandardCharsets.UTF_8);
    assertThat(text).contains(what);
    return Envelope.parse(text.replace(what, by).getBytes(StandardCharsets.UTF_8));
  }

  /** The two numbers of a signature in DER, 32 bytes each. */
  private static byte[] raw(byte[] der) {
    int length = der[3];
    byte[] raw = new byte[64];
    number(Arrays.copyOfRange(der, 4, 4 + length), raw, 0);
    number(Arrays.copyOfRange(der, 6 + length, der.length), raw, 32);
    return raw;
  }

  private static void number(byte[] number, byte[] raw, int at) {
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, raw, at + 32 - length, length);
  }
}
