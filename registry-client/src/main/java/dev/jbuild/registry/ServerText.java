package dev.jbuild.registry;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes what a server says fit for a message: short, on one line, without secrets. */
final class ServerText {

  /** The most bytes of a server's text that a message carries. */
  static final int LIMIT = 2048;

  private static final int READ = 4 * LIMIT;

  private ServerText() {}

  /** The reason that the body of an error reply gives, empty if it gives none. */
  static String of(Reply reply, Set<String> secrets) {
    byte[] bytes = new byte[READ];
    int count = 0;
    reply.body().hurry();
    try (reply) {
      for (int n; count < READ && (n = reply.body().read(bytes, count, READ - count)) > 0; ) {
        count += n;
      }
    } catch (IOException e) {
      // The status tells what matters; of the text we take what has arrived.
      reply.close();
    }
    return clean(reason(Arrays.copyOf(bytes, count)), secrets);
  }

  /** Error codes and messages (distribution-spec, "Error Codes"), or the text as it is. */
  private static String reason(byte[] body) {
    try {
      if (Json.parse(body) instanceof Map<?, ?> map && map.get("errors") instanceof List<?> list) {
        List<String> reasons = new ArrayList<>();
        for (Object error : list) {
          if (error instanceof Map<?, ?> fields) {
            String code = Objects.toString(fields.get("code"), "");
            String message = Objects.toString(fields.get("message"), "");
            reasons.add(message.isEmpty() ? code : code + ": " + message);
          }
        }
        return String.join("; ", reasons);
      }
    } catch (IllegalArgumentException e) {
      // Not the JSON of the specification: proxies answer in HTML or plain text.
      return new String(body, StandardCharsets.UTF_8);
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Without secrets and control characters, at most {@link #LIMIT} bytes in UTF-8. */
  static String clean(String text, Set<String> secrets) {
    String open = text;
    for (String secret : secrets) {
      open = open.replace(secret, "***");
    }
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int point : open.codePoints().map(ServerText::harmless).toArray()) {
      bytes += new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LIMIT - 3) {
        return kept.append('…').toString();
      }
      boolean doubled = point == ' ' && (kept.isEmpty() || kept.charAt(kept.length() - 1) == ' ');
      if (!doubled) {
        kept.appendCodePoint(point);
      }
    }
    return kept.toString().strip();
  }

  /** Terminals act on control characters, and on those that turn the direction of text. */
  private static int harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          ' ';
      default -> point;
    };
  }
}
