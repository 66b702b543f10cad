package dev.jbuild.registry.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes as text between two lines that say what they are (RFC 7468). */
final class PemText {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private PemText() {}

  static String of(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(content), label);
  }
}
