package dev.jbuild.builder.corpus;

import dev.jbuild.builder.remote.WebServer;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The web server that a case needs; its address stands for {@code @HTTP@}. */
final class CaseServer implements AutoCloseable {
  private final WebServer web;

  /**
   * @param files path to content and headers
   */
  CaseServer(Data files) throws IOException {
    web =
        new WebServer(
            exchange -> {
              String path = exchange.getRequestURI().getPath();
              if (!files.has(path)) {
                WebServer.answer(exchange, 404, new byte[0]);
                return;
              }
              Data file = files.object(path);
              byte[] content = ContextFiles.content(file);
              Map<String, String> headers = file.textMap("headers");
              headers.forEach(exchange.getResponseHeaders()::set);
              String tag = "\"" + Digest.sha256(content).shortHex() + "\"";
              exchange.getResponseHeaders().set("ETag", tag);
              boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
              WebServer.answer(exchange, same ? 304 : 200, content);
            });
  }

  byte[] fill(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .replace("@HTTP@", web.address())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    web.close();
  }
}
