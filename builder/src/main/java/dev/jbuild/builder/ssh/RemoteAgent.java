package dev.jbuild.builder.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * The agent of the user. It may be asked for its keys and for signatures; what would change it is
 * refused, as BuildKit does.
 */
public final class RemoteAgent implements AgentBackend {
  private final Path socket;

  private RemoteAgent(Path socket) {
    this.socket = socket;
  }

  /**
   * The agent that listens on {@code socket}.
   *
   * @throws IOException when nobody listens there
   */
  public static RemoteAgent of(Path socket) throws IOException {
    RemoteAgent agent = new RemoteAgent(socket);
    try {
      agent.connect().close();
    } catch (IOException e) {
      throw new IOException("no ssh agent listens at " + socket + ": " + e.getMessage(), e);
    }
    return agent;
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  @Override
  public byte[] answer(byte[] request) throws IOException {
    return switch (request[0]) {
      case REQUEST_IDENTITIES, SIGN_REQUEST, EXTENSION -> ask(request);
      default -> new byte[] {FAILURE};
    };
  }

  private byte[] ask(byte[] request) throws IOException {
    try (SocketChannel channel = connect()) {
      AgentMessages.send(channel, request);
      byte[] answer = AgentMessages.receive(channel);
      if (answer == null) {
        throw new EOFException("the ssh agent at " + socket + " gave no answer");
      }
      return answer;
    }
  }
}
