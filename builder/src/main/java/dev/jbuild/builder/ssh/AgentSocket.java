package dev.jbuild.builder.ssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Unix socket at which an agent answers until it is closed. */
public final class AgentSocket implements AutoCloseable {
  private final Path path;
  private final AgentBackend agent;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

  private AgentSocket(Path path, AgentBackend agent, ServerSocketChannel server) {
    this.path = path;
    this.agent = agent;
    this.server = server;
  }

  /**
   * Makes the socket and answers whoever connects.
   *
   * @param path of at most 107 bytes; nothing is there yet
   */
  public static AgentSocket listen(Path path, AgentBackend agent) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      AgentSocket socket = new AgentSocket(path, agent, server);
      Thread.ofVirtual().name("jbuild-ssh agent").start(socket::accept);
      return socket;
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        clients.add(client);
        Thread.ofVirtual().name("jbuild-ssh client").start(() -> serve(client));
      }
    } catch (ClosedChannelException e) {
      // close() ends the loop.
    } catch (IOException e) {
      throw new IllegalStateException("the socket " + path + " takes no more clients", e);
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      byte[] request = AgentMessages.receive(client);
      while (request != null) {
        AgentMessages.send(client, agent.answer(request));
        request = AgentMessages.receive(client);
      }
    } catch (IOException e) {
      // The client went away or talks nonsense, or the agent is gone: it sees the connection end.
    } finally {
      clients.remove(client);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel client : clients) {
      client.close();
    }
    Files.deleteIfExists(path);
  }
}
