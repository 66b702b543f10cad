package dev.jbuild.builder.export;

import dev.jbuild.registry.PemTls;
import dev.jbuild.registry.testing.TestKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A daemon that takes any archive from who shows a certificate, and says that it loaded x:1. */
final class TlsDaemon implements AutoCloseable {
  private final SSLServerSocket server;
  private final List<String> received = new CopyOnWriteArrayList<>();

  private TlsDaemon(SSLServerSocket server) {
    this.server = server;
  }

  static TlsDaemon start(TestKey key) throws Exception {
    PemTls tls = new PemTls(key.certificateFile(), key.certificateFile(), key.keyFile(), null);
    SSLServerSocket server =
        (SSLServerSocket)
            tls.context(true)
                .getServerSocketFactory()
                .createServerSocket(0, 9, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    TlsDaemon daemon = new TlsDaemon(server);
    Thread.ofVirtual().start(daemon::serve);
    return daemon;
  }

  int port() {
    return server.getLocalPort();
  }

  String received() {
    return String.join("\n", received);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (SSLSocket client = (SSLSocket) server.accept()) {
        InputStream in = client.getInputStream();
        StringBuilder request = new StringBuilder();
        for (int b = in.read(); b >= 0 && request.indexOf("\r\n0\r\n\r\n") < 0; b = in.read()) {
          request.append((char) b);
          if (request.indexOf("\r\n0\r\n\r\n") >= 0) {
            break;
          }
        }
        received.add(request.toString() + client.getSession().getPeerPrincipal());
        String body = "{\"stream\":\"Loaded image: x:1\\n\"}";
        client
            .getOutputStream()
            .write(
                ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        received.add(e.toString()); // who is not trusted is the other side's error
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
