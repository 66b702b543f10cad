package dev.jbuild.builder.remote;

import dev.jbuild.builder.secret.Secrets;
import dev.jbuild.oci.layer.ByteString;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The values of Authorization for web servers, from secrets with the names that BuildKit knows
 * (source/git and source/http there). They are in no key, no message and no record.
 */
final class Credentials {
  private static final String GIT_HEADER = "GIT_AUTH_HEADER";
  private static final String GIT_TOKEN = "GIT_AUTH_TOKEN";
  private static final String HTTP_HEADER = "HTTP_AUTH_HEADER_";
  private static final String HTTP_TOKEN = "HTTP_AUTH_TOKEN_";

  private final Secrets secrets;

  Credentials(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * For a git server: what is for its host and port, else what is for any.
   *
   * @param asked whether it is the server that the user or the Dockerfile names; others, which a
   *     repository names, get only what is for them by name
   */
  @Nullable String git(URI server, boolean asked) throws IOException {
    String port = server.getPort() < 0 ? "" : ":" + server.getPort();
    String own = git("." + server.getHost() + port);
    return own == null && asked ? git("") : own;
  }

  private @Nullable String git(String suffix) throws IOException {
    String header = find(GIT_HEADER + suffix);
    if (header != null) {
      return header;
    }
    String token = find(GIT_TOKEN + suffix);
    return token == null ? null : basic("x-access-token:" + token);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** For a web server, by its name alone; the token goes before the header. */
  @Nullable String http(URI server) throws IOException {
    String token = find(HTTP_TOKEN + server.getHost());
    return token == null ? find(HTTP_HEADER + server.getHost()) : "Bearer " + token;
  }

  private @Nullable String find(String id) throws IOException {
    ByteString value;
    try {
      value = secrets.find(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("cancelled").initCause(e);
    }
    if (value == null) {
      return null;
    }
    // Files end in a line feed, which no header may have.
    String text = new String(value.toByteArray(), StandardCharsets.UTF_8).strip();
    if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      throw new RemoteException("secret " + id + " has to be one line of text");
    }
    return text;
  }
}
