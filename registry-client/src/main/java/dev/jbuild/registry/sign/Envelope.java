package dev.jbuild.registry.sign;

import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.key.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payload with signatures over it and its type. What keys the signatures name does not count.
 *
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/master/envelope.md">DSSE 1.0</a>
 */
final class Envelope {
  static final String MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";

  private final String payloadType;
  private final byte[] payload;
  private final List<byte[]> signatures;

  private Envelope(String payloadType, byte[] payload, List<byte[]> signatures) {
    this.payloadType = payloadType;
    this.payload = payload;
    this.signatures = List.copyOf(signatures);
  }

  static Envelope signed(String payloadType, byte[] payload, SigningKey key) {
    return new Envelope(payloadType, payload, List.of(key.sign(signedBytes(payloadType, payload))));
  }

  String payloadType() {
    return payloadType;
  }

  byte[] payload() {
    return payload;
  }

  List<byte[]> signatures() {
    return signatures;
  }

  boolean isSignedBy(VerificationKey key) {
    byte[] message = signedBytes(payloadType, payload);
    return signatures.stream().anyMatch(signature -> key.verifies(message, signature));
  }

  /** What is signed: the pre-authentication encoding of the specification. */
  static byte[] signedBytes(String payloadType, byte[] payload) {
    int typeLength = payloadType.getBytes(StandardCharsets.UTF_8).length;
    String head = "DSSEv1 " + typeLength + " " + payloadType + " " + payload.length + " ";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  byte[] toJson() {
    List<Map<String, Object>> each = new ArrayList<>();
    for (byte[] signature : signatures) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("keyid", "");
      one.put("sig", Base64.getEncoder().encodeToString(signature));
      each.add(one);
    }
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("payloadType", payloadType);
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    envelope.put("signatures", each);
    return Json.write(envelope);
  }

  /**
   * Reads one; base64 may be of the standard or the URL alphabet.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Envelope parse(byte[] json) {
    Map<?, ?> envelope = object(Json.parse(json));
    List<byte[]> signatures = new ArrayList<>();
    if (envelope.get("signatures") instanceof List<?> list) {
      for (Object each : list) {
        signatures.add(bytes(object(each).get("sig")));
      }
    }
    if (!(envelope.get("payloadType") instanceof String type)) {
      throw new IllegalArgumentException("the envelope has no payloadType");
    }
    return new Envelope(type, bytes(envelope.get("payload")), signatures);
  }

  private static byte[] bytes(@Nullable Object json) {
    if (json instanceof String text) {
      return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    }
    throw new IllegalArgumentException("the envelope lacks a string that it must have");
  }

  private static Map<?, ?> object(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("the envelope lacks an object that it must have");
  }
}
