package dev.jbuild.registry;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A SOCKS 5 proxy (RFC 1928) that leads every name to one port of this machine, and keeps what it
 * is asked for.
 */
final class SocksProxy implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int upstream;
  private final String login;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param upstream 0 to say of every server that it refuses
   * @param login {@code user:password}, empty to let everybody in
   */
  SocksProxy(int upstream, String login) throws IOException {
    this.upstream = upstream;
    this.login = login;
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** For each connection: the type of the address, the address and the port. */
  List<String> asked() {
    return asked;
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
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      if (!letsIn(in, out)) {
        return;
      }
      in.skipNBytes(3); // version, CONNECT, reserved
      asked.add(address(in));
      out.write(new byte[] {5, (byte) (upstream == 0 ? 5 : 0), 0, 1, 0, 0, 0, 0, 0, 0});
      if (upstream != 0) {
        lead(client);
      }
    } catch (IOException e) {
      asked.add("failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean letsIn(DataInputStream in, DataOutputStream out) throws IOException {
    in.skipNBytes(1);
    List<Byte> methods = new ArrayList<>();
    for (byte method : in.readNBytes(in.readUnsignedByte())) {
      methods.add(method);
    }
    byte wanted = (byte) (login.isEmpty() ? 0 : 2);
    boolean offered = methods.contains(wanted);
    out.write(new byte[] {5, offered ? wanted : (byte) 0xff});
    if (!offered || login.isEmpty()) {
      return offered;
    }
    in.skipNBytes(1);
    boolean right = (text(in) + ":" + text(in)).equals(login);
    out.write(new byte[] {1, (byte) (right ? 0 : 1)});
    return right;
  }

  private static String address(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    String host =
        switch (type) {
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
          default -> text(in);
        };
    return type + " " + host + " " + in.readUnsignedShort();
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private void lead(Socket client) throws IOException, InterruptedException {
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      Thread back = Thread.startVirtualThread(() -> pipe(target, client));
      pipe(client, target);
      back.join();
    }
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
