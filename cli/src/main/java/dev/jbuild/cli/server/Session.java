package dev.jbuild.cli.server;

import dev.jbuild.cli.host.Host;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** What is done for one connection. */
final class Session {
  private static final int MISTAKE = 70;

  private final Server server;
  private final SocketChannel channel;

  Session(Server server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  void run() {
    try (channel) {
      Connection connection = Connection.open(channel);
      Frame first = connection.read();
      if (first != null) {
        answer(connection, first);
      }
      connection.fail();
    } catch (IOException e) {
      return; // the client is gone, and with it whoever could be told
    }
  }

  private void answer(Connection connection, Frame first) throws IOException {
    if (first.type() == Frame.Type.HELLO) {
      serve(connection, first);
    } else if (first.type() == Frame.Type.STATUS) {
      tell(connection, Frame.Type.INFO, server.status());
      connection.close();
    } else if (first.type() == Frame.Type.STOP) {
      tell(connection, Frame.Type.INFO, server.status());
      server.retire();
      server.awaitEnd(); // the end of the process closes the connection
    }
  }

  private static void tell(Connection connection, Frame.Type type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    connection.send(type, bytes, 0, bytes.length);
  }

  private void serve(Connection connection, Frame hello) throws IOException {
    Request request;
    String refusal;
    try {
      request = Request.parse(hello.payload());
      refusal = server.begin(request);
    } catch (IllegalArgumentException e) {
      request = null;
      refusal = String.valueOf(e.getMessage());
    }
    if (request == null || refusal != null) {
      tell(connection, Frame.Type.REFUSED, String.valueOf(refusal));
      connection.close();
      return;
    }
    Client client = new Client(connection);
    Host host = client.host(request);
    Request whole = request;
    connection.send(Frame.Type.BEGUN);
    client.startWork(
        Thread.ofPlatform().name("command").unstarted(() -> work(connection, client, host, whole)));
    listen(connection, client);
  }

  private static void listen(Connection connection, Client client) {
    try {
      for (Frame frame = connection.read(); frame != null; frame = connection.read()) {
        client.take(frame);
      }
    } catch (IOException e) {
      // closed by our end, or broken: either way there is no more
    }
    client.gone();
  }

  private void work(Connection connection, Client client, Host host, Request request) {
    try {
      client.done(code(host, request));
      connection.close();
    } catch (IOException e) {
      connection.fail();
    } finally {
      server.end();
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // to the client that has to know of it
  private int code(Host host, Request request) {
    try {
      return server.program().run(host, request.words());
    } catch (VirtualMachineError e) {
      server.retire();
      host.err().println("error: the warm server ends: " + e);
      return MISTAKE;
    } catch (RuntimeException | Error e) {
      e.printStackTrace(host.err());
      return MISTAKE;
    }
  }
}
