package dev.jbuild.builder.export;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.oci.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code POST /images/load}: the archive is written to it, in chunks.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image">Docker
 *     Engine API 1.41</a>
 */
final class ImageLoad extends OutputStream {
  private static final String REQUEST =
      """
      POST /v1.41/images/load?quiet=1 HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/x-tar\r
      Transfer-Encoding: chunked\r
      Connection: close\r
      \r
      """;
  private static final int LONGEST_REPLY = 1 << 20;

  private final DaemonAddress daemon;
  private final DaemonConnection connection;
  private boolean refused;

  private ImageLoad(DaemonAddress daemon, DaemonConnection connection) {
    this.daemon = daemon;
    this.connection = connection;
  }

  static ImageLoad begin(DaemonAddress daemon) throws BuildException, IOException {
    ImageLoad load = new ImageLoad(daemon, DaemonConnection.open(daemon));
    load.tell(() -> load.send(REQUEST.getBytes(StandardCharsets.US_ASCII)));
    return load;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0 && !refused) {
      tell(
          () -> {
            send((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            connection.out().write(bytes, offset, length);
            send(new byte[] {'\r', '\n'});
          });
    }
  }

  @FunctionalInterface
  private interface Part {
    void send() throws IOException;
  }

  private void tell(Part part) throws IOException {
    try {
      part.send();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      refused = true; // whoever stops reading says why in the reply
    }
  }

  private void send(byte[] bytes) throws IOException {
    connection.out().write(bytes);
  }

  /**
   * Ends the archive and waits for the reply.
   *
   * @return what was loaded, in the daemon's words
   * @throws BuildException when the daemon did not load it
   */
  String end() throws BuildException {
    try {
      if (!refused) {
        send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      connection.out().flush();
      return said(new BufferedInputStream(connection.in()));
    } catch (IOException e) {
      throw failure("the connection broke: " + e.getMessage());
    }
  }

  private String said(InputStream in) throws IOException, BuildException {
    String status = line(in);
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      chunked |= header.toLowerCase(Locale.ROOT).matches("transfer-encoding:\\s*chunked\\s*");
    }
    byte[] body = chunked ? chunks(in) : in.readNBytes(LONGEST_REPLY);
    boolean fine = status.matches("HTTP/1\\.[01] 200\\b.*");
    List<String> loaded = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
      Map<?, ?> json = json(line);
      Object error = json.containsKey("message") ? json.get("message") : json.get("error");
      if (error != null || !fine) {
        throw failure(error == null ? status + " " + line : String.valueOf(error));
      }
      if (json.get("stream") instanceof String text && !text.isBlank()) {
        loaded.add(text.strip().replaceFirst("^Loaded image(?: ID)?: ", ""));
      }
    }
    if (!fine) {
      throw failure(status);
    }
    return String.join(", ", loaded);
  }

  private static Map<?, ?> json(String line) {
    try {
      return Json.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map
          ? map
          : Map.of();
    } catch (IllegalArgumentException e) {
      return Map.of("message", line);
    }
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
      if (length == 0) {
        return body.toByteArray();
      }
      body.write(in.readNBytes(length));
      if (body.size() > LONGEST_REPLY) {
        throw new IOException("its reply has no end");
      }
      line(in);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > LONGEST_REPLY) {
        throw new EOFException("its reply was cut off");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private BuildException failure(@Nullable String reason) {
    return new BuildException(
        Kind.ENVIRONMENT, null, daemon + " did not load the image: " + reason);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
