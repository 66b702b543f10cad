package dev.jbuild.builder.export;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a docker or podman that understands docker's API listens. */
record DaemonAddress(SocketAddress address, String host) {
  private static final int DOCKER_PORT = 2375;

  /**
   * The address in {@code DOCKER_HOST}; else the first socket that is there of docker's, docker's
   * without root, podman's without root, and podman's.
   *
   * @throws BuildException when there is none, or it is one that cannot be called
   */
  static DaemonAddress find(Map<String, String> environment) throws BuildException {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty()) {
      return parse(host, environment);
    }
    List<Path> sockets = sockets(environment);
    for (Path socket : sockets) {
      if (Files.exists(socket)) {
        return ofSocket(socket);
      }
    }
    throw failure(
        "cannot load the image: neither docker nor podman listens at "
            + String.join(", ", sockets.stream().map(Path::toString).toList())
            + "; start one (podman system service), or name one in DOCKER_HOST; without one,"
            + " -o type=docker,dest=FILE writes an archive");
  }

  private static List<Path> sockets(Map<String, String> environment) {
    List<Path> sockets = new ArrayList<>(List.of(Path.of("/var/run/docker.sock")));
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      sockets.add(Path.of(runtime, "docker.sock"));
      sockets.add(Path.of(runtime, "podman", "podman.sock"));
    }
    sockets.add(Path.of("/run/podman/podman.sock"));
    return sockets;
  }

  private static DaemonAddress parse(String host, Map<String, String> environment)
      throws BuildException {
    if (host.startsWith("unix://")) {
      return ofSocket(Path.of(host.substring("unix://".length())));
    }
    if (!host.startsWith("tcp://")) {
      throw failure("DOCKER_HOST=" + host + ": only unix:// and tcp:// can be called");
    }
    if (!environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
      throw failure("DOCKER_HOST=" + host + " wants TLS, which is not supported; use a socket");
    }
    URI uri = URI.create(host);
    int port = uri.getPort() < 0 ? DOCKER_PORT : uri.getPort();
    if (uri.getHost() == null) {
      throw failure("DOCKER_HOST=" + host + " names no host");
    }
    return new DaemonAddress(new InetSocketAddress(uri.getHost(), port), host);
  }

  private static DaemonAddress ofSocket(Path socket) throws BuildException {
    try {
      return new DaemonAddress(UnixDomainSocketAddress.of(socket), "unix://" + socket);
    } catch (IllegalArgumentException e) {
      throw failure("the socket " + socket + " has too long a path");
    }
  }

  SocketChannel connect() throws BuildException {
    try {
      if (address instanceof UnixDomainSocketAddress) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(address);
        return channel;
      }
      return SocketChannel.open(address);
    } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
      throw failure(
          "cannot load the image: nobody answers at "
              + host
              + " ("
              + e.getMessage()
              + "); is docker or podman running, and may you use it?");
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
