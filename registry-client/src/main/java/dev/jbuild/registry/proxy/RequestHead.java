package dev.jbuild.registry.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client says to a proxy before the body: the request line and headers as they came. */
record RequestHead(String method, String target, String version, List<String> headers) {

  private static final int LONGEST = 1 << 18;

  static RequestHead read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int newlines = 0; // in a row, returns not counted
    while (newlines < 2) {
      int next = in.read();
      if (next < 0 || bytes.size() > LONGEST) {
        throw new EOFException("no request");
      }
      bytes.write(next);
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
    List<String> lines = bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
    String[] first = lines.getFirst().split(" ", -1);
    if (first.length != 3) {
      throw new IOException("no request line");
    }
    List<String> headers =
        lines.subList(1, lines.size()).stream().filter(s -> !s.isEmpty()).toList();
    return new RequestHead(first[0], first[1], first[2], headers);
  }

  boolean makesTunnel() {
    return method.equals("CONNECT");
  }

  /** Where it is to go. */
  URI server() {
    return makesTunnel() ? URI.create("https://" + target) : URI.create(target);
  }

  /** What the client knows of the proxy, null for nothing. */
  @Nullable String authorization() {
    return headers.stream()
        .filter(header -> is(header, "proxy-authorization"))
        .map(header -> header.substring(header.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(null);
  }

  /** For the server itself. */
  RequestHead withoutProxy() {
    String path = server().getRawPath();
    String query = server().getRawQuery();
    String rest = (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    return new RequestHead(method, rest, version, headers).withAuthorization(null);
  }

  /** For another proxy. */
  RequestHead withAuthorization(@Nullable String value) {
    List<String> others = new ArrayList<>(headers);
    others.removeIf(header -> is(header, "proxy-authorization"));
    if (value != null) {
      others.add("Proxy-Authorization: " + value);
    }
    return new RequestHead(method, target, version, others);
  }

  /** The only one of its connection, so that what follows needs no reading. */
  RequestHead last() {
    List<String> others = new ArrayList<>(headers);
    others.removeIf(header -> is(header, "connection"));
    others.add("Connection: close");
    return new RequestHead(method, target, version, others);
  }

  private static boolean is(String header, String name) {
    return header.toLowerCase(Locale.ROOT).startsWith(name + ":");
  }

  byte[] bytes() {
    String text =
        method + " " + target + " " + version + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Without the headers: there are secrets among them. */
  @Override
  public String toString() {
    return "RequestHead[" + method + "]";
  }
}
