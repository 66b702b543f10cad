package dev.jbuild.runner.network;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A network as it was created.
 *
 * @param id 64 hexadecimal digits
 * @param gateway IPv4 address of its name server, and of its way out
 * @param internal whether it has no way out
 */
public record Network(
    String name,
    String id,
    Instant created,
    Subnet subnet,
    String gateway,
    boolean internal,
    Map<String, String> labels) {
  /** As docker has it for containers; a network's name is also the end of names in it. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

  public Network {
    labels = Map.copyOf(labels);
    checkName(name);
    subnet.checkGateway(gateway);
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "invalid network name \""
              + name
              + "\": it has 1 to 63 letters, digits, dots, hyphens and underscores, and begins with a"
              + " letter or digit");
    }
  }

  byte[] json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("id", id);
    fields.put("created", created.toString());
    fields.put("subnet", subnet.toString());
    fields.put("gateway", gateway);
    fields.put("internal", internal);
    fields.put("labels", new TreeMap<>(labels));
    return Json.write(fields);
  }

  static Network parse(byte[] json) throws IOException {
    try {
      if (Json.parse(json) instanceof Map<?, ?> fields
          && fields.get("labels") instanceof Map<?, ?> words) {
        Map<String, String> labels = new TreeMap<>();
        words.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
        return new Network(
            text(fields, "name"),
            text(fields, "id"),
            Instant.parse(text(fields, "created")),
            Subnet.parse(text(fields, "subnet")),
            text(fields, "gateway"),
            Boolean.TRUE.equals(fields.get("internal")),
            labels);
      }
      throw new IOException("it is no network");
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException("it is no network: " + e.getMessage(), e);
    }
  }

  private static String text(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + name);
  }
}
