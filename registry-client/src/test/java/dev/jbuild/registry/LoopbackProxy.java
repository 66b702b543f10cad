package dev.jbuild.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A forward proxy that leads every name to one port of this machine, and keeps what it is told. */
final class LoopbackProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int upstream;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** A plain one. */
  LoopbackProxy(int upstream) throws IOException {
    this(upstream, ServerSocketFactory.getDefault());
  }

  /** One that is called as a factory's sockets say, such as by TLS. */
  LoopbackProxy(int upstream, ServerSocketFactory sockets) throws IOException {
    this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.upstream = upstream;
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** The first request of each connection, with its headers. */
  List<String> heads() {
    return heads;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket target = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      String head = head(client.getInputStream());
      heads.add(head);
      if (head.startsWith("CONNECT ")) {
        client
            .getOutputStream()
            .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } else {
        target.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      }
      Thread back = Thread.startVirtualThread(() -> pipe(target, client));
      pipe(client, target);
      back.join();
    } catch (IOException e) {
      heads.add("failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ends early");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void pipe(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return; // one side has gone, which ends the other
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
