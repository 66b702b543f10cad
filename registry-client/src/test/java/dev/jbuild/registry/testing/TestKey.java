package dev.jbuild.registry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key with a self-signed certificate for 127.0.0.1, made by the JDK's keytool. */
public final class TestKey {

  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  private final PrivateKey key;
  private final Certificate certificate;
  private final Path directory;

  private TestKey(PrivateKey key, Certificate certificate, Path directory) {
    this.key = key;
    this.certificate = certificate;
    this.directory = directory;
  }

  /** An RSA key. */
  public static TestKey make(Path directory) throws Exception {
    return make(directory, "RSA");
  }

  /** A key of an algorithm, which is RSA or EC. */
  public static TestKey make(Path directory, String algorithm) throws Exception {
    Path store = directory.resolve("key.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String command =
        keytool
            + " -genkeypair -alias test -keyalg "
            + algorithm
            + " -keysize "
            + (algorithm.equals("EC") ? 256 : 2048)
            + " -validity 2 -dname CN=test"
            + " -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass changeit -keystore "
            + store;
    Process process = new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true).start();
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(new String(output, StandardCharsets.UTF_8));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD);
    }
    PrivateKey key = (PrivateKey) keys.getKey("test", STORE_PASSWORD);
    return new TestKey(key, keys.getCertificate("test"), directory);
  }

  /** In PEM. */
  public Path certificateFile() throws Exception {
    return pem("CERTIFICATE", certificate.getEncoded(), "cert.pem");
  }

  /** In PEM, as PKCS#8. */
  public Path keyFile() throws Exception {
    return pem("PRIVATE KEY", key.getEncoded(), "key.pem");
  }

  /** For servers of this key. */
  public SSLContext serverContext() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("key.p12"))) {
      keys.load(in, STORE_PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private Path pem(String kind, byte[] bytes, String name) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  /** A token as docker-registry understands it; {@code access} is a JSON array. */
  public String token(String service, String access) throws GeneralSecurityException {
    String chain = Base64.getEncoder().encodeToString(certificate.getEncoded());
    String header = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"" + chain + "\"]}";
    long now = Instant.now().getEpochSecond();
    String claims =
        """
        {"iss":"test","sub":"","aud":"%s","exp":%d,"nbf":%d,"iat":%d,"jti":"%d","access":%s}"""
            .formatted(service, now + 300, now - 10, now, System.nanoTime(), access);
    String signed = encode(header) + "." + encode(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(signature.sign());
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
