package dev.jbuild.builder.export;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a docker or podman that understands docker's API listens.
 *
 * @param host as it was named
 * @param tls null when it is spoken to without
 */
record DaemonAddress(SocketAddress address, String host, @Nullable DaemonTls tls) {
  private static final int PLAIN_PORT = 2375;
  private static final int TLS_PORT = 2376;

  /**
   * What somebody calls {@code unix://PATH} or {@code tcp://HOST[:PORT]}.
   *
   * @param from who calls it so, for messages
   * @param tls for {@code tcp://} only; null for none
   */
  static DaemonAddress parse(String host, String from, @Nullable DaemonTls tls)
      throws BuildException {
    String named = from + " " + host;
    if (host.startsWith("unix://")) {
      return ofSocket(Path.of(host.substring("unix://".length())));
    }
    if (!host.startsWith("tcp://")) {
      throw failure(named + ": only unix:// and tcp:// can be called");
    }
    try {
      URI uri = URI.create(host);
      if (uri.getHost() == null) {
        throw failure(named + " names no host");
      }
      int usual = tls == null ? PLAIN_PORT : TLS_PORT;
      int port = uri.getPort() < 0 ? usual : uri.getPort();
      String name = uri.getHost().replaceAll("^\\[|]$", "");
      return new DaemonAddress(new InetSocketAddress(name, port), host, tls);
    } catch (IllegalArgumentException e) {
      throw failure(named + " is no address: " + e.getMessage());
    }
  }

  static DaemonAddress ofSocket(Path socket) throws BuildException {
    try {
      return new DaemonAddress(UnixDomainSocketAddress.of(socket), "unix://" + socket, null);
    } catch (IllegalArgumentException e) {
      throw failure("the socket " + socket + " has too long a path");
    }
  }

  private static BuildException failure(String message) {
    return new BuildException(Kind.ENVIRONMENT, null, message);
  }

  @Override
  public String toString() {
    return host;
  }
}
