package dev.jbuild.registry.proxy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Has a SOCKS 5 proxy connect to a server (RFC 1928, RFC 1929). The proxy looks names up, as with
 * Go's programs: often it alone can.
 */
record SocksHandshake(ProxyServer proxy, DataInputStream in, DataOutputStream out) {

  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int PASSWORD = 2;

  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

  static SocksHandshake on(Socket socket, ProxyServer proxy) throws IOException {
    return new SocksHandshake(
        proxy,
        new DataInputStream(socket.getInputStream()),
        new DataOutputStream(socket.getOutputStream()));
  }

  /** When it returns, the socket leads to the server. */
  void connect(String host, int port) throws IOException {
    choose();
    out.write(new byte[] {VERSION, 1, 0});
    writeAddress(host);
    out.writeShort(port);
    out.flush();
    int reply = reply();
    if (reply != 0) {
      throw ProxyException.unreached(proxy, host + ":" + port, meaning(reply));
    }
    in.skipNBytes(1);
    int rest =
        switch (in.readUnsignedByte()) {
          case 1 -> 4;
          case 3 -> in.readUnsignedByte();
          case 4 -> 16;
          default -> throw ProxyException.unusable(proxy, "speaks no SOCKS 5", null);
        };
    in.skipNBytes(rest + 2); // where the proxy calls from
  }

  /** Its code; negative when there is none, as with OpenSSH. */
  private int reply() throws IOException {
    try {
      expectVersion();
      return in.readUnsignedByte();
    } catch (EOFException e) {
      return -1;
    }
  }

  private void choose() throws IOException {
    out.write(
        proxy.login() == null
            ? new byte[] {VERSION, 1, NO_LOGIN}
            : new byte[] {VERSION, 2, NO_LOGIN, PASSWORD});
    out.flush();
    expectVersion();
    int method = in.readUnsignedByte();
    ProxyServer.Login login = proxy.login();
    if (method == PASSWORD && login != null) {
      logIn(login);
    } else if (method != NO_LOGIN) {
      throw ProxyException.unusable(
          proxy,
          (login == null ? "wants a user and a password" : "takes no user and password")
              + ": write socks5://USER:PASSWORD@HOST:PORT as it needs it",
          null);
    }
  }

  private void logIn(ProxyServer.Login login) throws IOException {
    out.writeByte(1);
    writeText(login.user());
    writeText(login.password());
    out.flush();
    in.skipNBytes(1);
    if (in.readUnsignedByte() != 0) {
      throw ProxyException.unusable(proxy, "refuses the user or the password: correct them", null);
    }
  }

  private void writeAddress(String host) throws IOException {
    String bare = host.replaceFirst("^\\[(.*)]$", "$1");
    if (bare.contains(":") || V4.matcher(bare).matches()) {
      InetAddress literal = InetAddress.getByName(bare); // looks nothing up: it is no name
      out.writeByte(literal instanceof Inet4Address ? 1 : 4);
      out.write(literal.getAddress());
    } else {
      out.writeByte(3); // a name
      writeText(bare);
    }
  }

  private void writeText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw ProxyException.unusable(
          proxy, "cannot be told what is longer than 255 bytes: name, user and password", null);
    }
    out.writeByte(bytes.length);
    out.write(bytes);
  }

  private void expectVersion() throws IOException {
    if (in.readUnsignedByte() != VERSION) {
      throw ProxyException.unusable(proxy, "speaks no SOCKS 5", null);
    }
  }

  private static String meaning(int reply) {
    return switch (reply) {
      case -1 -> "it closed the connection";
      case 2 -> "its rules do not allow it";
      case 3 -> "network unreachable";
      case 4 -> "host unreachable, or no such name";
      case 5 -> "connection refused";
      case 6 -> "no answer in time";
      default -> "its reply is " + reply;
    };
  }
}
