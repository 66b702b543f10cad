package dev.jbuild.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS by three files in PEM, as docker's client has them for its daemon.
 *
 * @param authority whose certificates alone are trusted; null for what the Java runtime trusts
 * @param certificate what we show; null for nothing
 * @param key of the certificate; null without one
 * @param keyPassword of a key that is encrypted and has no {@code key.password} beside it; null for
 *     none
 */
public record PemTls(
    @Nullable Path authority,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable String keyPassword) {
  private static final char[] NO_PASSWORD = {};

  /**
   * What sockets are made with.
   *
   * @param verified whether the other side must have a certificate that is trusted
   * @throws IOException for a file that is none of its kind
   */
  public SSLContext context(boolean verified) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), verified ? trust() : new TrustManager[] {new AnyCertificate()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SettingsException("use " + this + " for TLS: " + e, e);
    }
  }

  private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
    if (authority == null) {
      return null;
    }
    KeyStore store = empty();
    for (Certificate each : new PemFile(authority).certificates()) {
      store.setCertificateEntry(String.valueOf(store.size()), each);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
    if (certificate == null || key == null) {
      return null;
    }
    List<Certificate> chain = new PemFile(certificate).certificates();
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        new PemFile(key)
            .key(
                chain.getFirst().getPublicKey().getAlgorithm(),
                new ClientKeyPassword(key.resolveSibling("key.password"), keyPassword)),
        NO_PASSWORD,
        chain.toArray(Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return authority + ", " + certificate + " and " + key;
  }
}
