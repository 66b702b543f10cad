package dev.jbuild.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An http server of this machine that answers everything with a short text, and counts. */
final class CountedServer implements AutoCloseable {
  private static final String REPLY =
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";

  private final ServerSocket socket;
  private final AtomicInteger connections = new AtomicInteger();

  CountedServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("listen", e);
    }
    Thread.ofPlatform().daemon().name("counted server").start(this::serve);
  }

  /** {@code 127.0.0.1:port}. */
  String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Connections so far, also those that asked nothing. */
  int connections() {
    return connections.get();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        connections.incrementAndGet();
        client.setSoTimeout(5000);
        byte[] request = new byte[8192];
        if (client.getInputStream().read(request) > 0) {
          client.getOutputStream().write(REPLY.getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        // the client went, or the test is over
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
