package dev.jbuild.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP request; {@code body} is null where none is sent. */
record Request(
    Call call, String method, URI uri, Map<String, String> headers, @Nullable UploadBody body) {

  Request(Call call, String method, URI uri) {
    this(call, method, uri, Map.of(), null);
  }

  Request withHeader(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(headers);
    copy.put(name, value);
    return new Request(call, method, uri, copy, body);
  }

  Request withoutHeader(String name) {
    Map<String, String> copy = new LinkedHashMap<>(headers);
    copy.remove(name);
    return new Request(call, method, uri, copy, body);
  }

  Request withUri(URI other) {
    return new Request(call, method, other, headers, body);
  }

  Request withBody(UploadBody upload) {
    return new Request(call, method, uri, headers, upload);
  }

  /** Whether the request may be sent a second time without the caller's doing. */
  boolean repeatable() {
    return body == null || body.repeatable();
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
