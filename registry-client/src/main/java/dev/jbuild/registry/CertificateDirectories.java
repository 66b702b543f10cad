package dev.jbuild.registry;

import dev.jbuild.registry.key.KeyPassword;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Directories with one directory for each registry, {@code HOST} or {@code HOST:PORT}: each {@code
 * *.crt} in it is an authority to trust beside those of the Java runtime, and {@code NAME.cert}
 * with {@code NAME.key} is what we show (containers-certs.d(5)). The first directory of a registry
 * counts.
 *
 * @param keyPassword of encrypted keys that have no {@code NAME.password} beside them, null for
 *     none
 */
public record CertificateDirectories(List<Path> roots, @Nullable String keyPassword) {

  private static final char[] NO_PASSWORD = {};

  /** None: only what the Java runtime trusts. */
  public static final CertificateDirectories NONE = new CertificateDirectories(List.of(), null);

  public CertificateDirectories {
    roots = List.copyOf(roots);
  }

  /** The directory of the server of an address, empty when it has none. */
  Optional<Path> of(URI server) {
    return Endpoint.isSecure(server)
        ? roots.stream()
            .map(root -> root.resolve(server.getRawAuthority()))
            .filter(Files::isDirectory)
            .findFirst()
        : Optional.empty();
  }

  /**
   * For {@link java.net.http.HttpClient}.
   *
   * @param directory whose certificates and keys are used, empty for none
   * @param verified whether servers must have a certificate that is trusted
   */
  SSLContext context(Optional<Path> directory, boolean verified) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust = verified ? null : new TrustManager[] {new AnyCertificate()};
      KeyManager[] keys = null;
      if (directory.isPresent()) {
        trust = verified ? trust(directory.get()) : trust;
        keys = keys(directory.get());
      }
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      String whose = directory.map(path -> " in " + path).orElse("");
      throw new SettingsException("use the certificates" + whose + ": " + e, e);
    }
  }

  private static TrustManager[] trust(Path directory) throws IOException, GeneralSecurityException {
    List<Certificate> authorities = new ArrayList<>();
    for (Path file : files(directory, "*.crt")) {
      authorities.addAll(new PemFile(file).certificates());
    }
    for (TrustManager usual : trust((KeyStore) null)) {
      if (usual instanceof X509TrustManager manager) {
        authorities.addAll(List.<X509Certificate>of(manager.getAcceptedIssuers()));
      }
    }
    KeyStore store = empty();
    for (Certificate authority : authorities) {
      store.setCertificateEntry(String.valueOf(store.size()), authority);
    }
    return trust(store);
  }

  private static TrustManager[] trust(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private KeyManager[] keys(Path directory) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (Path file : files(directory, "*.cert")) {
      List<Certificate> chain = new PemFile(file).certificates();
      String name = file.getFileName().toString().replaceFirst("\\.cert$", ".key");
      PemFile key = new PemFile(file.resolveSibling(name));
      store.setKeyEntry(
          name,
          key.key(chain.getFirst().getPublicKey().getAlgorithm(), password(file)),
          NO_PASSWORD,
          chain.toArray(Certificate[]::new));
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private KeyPassword password(Path certificate) {
    String name = certificate.getFileName().toString().replaceFirst("\\.cert$", ".password");
    return new ClientKeyPassword(certificate.resolveSibling(name), keyPassword);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "CertificateDirectories" + roots;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Path> files(Path directory, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new SettingsException("read " + directory + ": " + e, e);
    }
    files.sort(null);
    return files;
  }
}
