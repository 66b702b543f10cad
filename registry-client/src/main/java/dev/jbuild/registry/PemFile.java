package dev.jbuild.registry;

import dev.jbuild.registry.key.KeyException;
import dev.jbuild.registry.key.KeyPassword;
import dev.jbuild.registry.key.OpenSslKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in text (RFC 7468). */
record PemFile(Path file) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  /** At least one. */
  List<Certificate> certificates() throws IOException {
    List<Certificate> found = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text());
    while (blocks.find()) {
      if (blocks.group(1).equals("CERTIFICATE")) {
        found.add(certificate(blocks.group(2)));
      }
    }
    if (found.isEmpty()) {
      throw new SettingsException(file + " holds no certificate in PEM: correct it", null);
    }
    return found;
  }

  private Certificate certificate(String base64) throws IOException {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SettingsException(file + " holds a certificate that cannot be read: " + e, e);
    }
  }

  /**
   * The private key.
   *
   * @param algorithm of the certificate's public key
   */
  PrivateKey key(String algorithm, KeyPassword password) throws IOException {
    String text = text();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).equals("PRIVATE KEY")) {
        try {
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(blocks.group(2))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          // Without the cause: its message may hold a part of the key.
          throw new SettingsException(file + " holds no key for its certificate", null);
        }
      }
    }
    try {
      return new OpenSslKey(file, text, password).read();
    } catch (KeyException e) {
      throw new SettingsException(String.valueOf(e.getMessage()), null);
    }
  }

  private String text() throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new SettingsException("read " + file + ": " + e, e);
    }
  }
}
