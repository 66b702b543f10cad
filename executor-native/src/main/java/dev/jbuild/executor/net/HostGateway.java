package dev.jbuild.executor.net;

import dev.jbuild.executor.NetworkMode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The address at which a container reaches this machine. */
final class HostGateway {
  /** Of a network for documentation (RFC 5737): nothing is sent there. */
  private static final InetSocketAddress ANYWHERE = new InetSocketAddress("203.0.113.1", 9);

  private HostGateway() {}

  /**
   * Its loopback address for who shares its network; else that of the interface which leads out.
   *
   * @throws IOException when it has no such interface
   */
  static String address(NetworkMode network) throws IOException {
    if (network == NetworkMode.HOST || network == NetworkMode.NONE) {
      return "127.0.0.1";
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(ANYWHERE); // chooses the route, and with it our own address
      InetAddress address = socket.getLocalAddress();
      if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
        return address.getHostAddress();
      }
    } catch (IOException e) {
      throw new IOException(unreachable(), e);
    }
    throw new IOException(unreachable());
  }

  private static String unreachable() {
    return "host-gateway: this machine has no address that a network of containers reaches;"
        + " it needs an interface with a route out";
  }
}
