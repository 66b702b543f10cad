package dev.jbuild.builder.export;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An open connection to a daemon. */
record DaemonConnection(InputStream in, OutputStream out, Closeable socket) implements Closeable {

  /** Throws BuildException when nobody answers, or somebody who is not trusted. */
  static DaemonConnection open(DaemonAddress address) throws BuildException {
    try {
      DaemonTls tls = address.tls();
      if (address.address() instanceof UnixDomainSocketAddress unix) {
        return of(SocketChannel.open(StandardProtocolFamily.UNIX), unix);
      }
      InetSocketAddress host = (InetSocketAddress) address.address();
      if (host.isUnresolved()) {
        throw new UnknownHostException(host.getHostString());
      }
      return tls == null ? of(SocketChannel.open(), host) : secure(host, tls);
    } catch (IOException e) {
      throw new BuildException(
          Kind.ENVIRONMENT,
          null,
          "cannot load the image: nobody answers at "
              + address
              + " ("
              + e.getMessage()
              + "); is docker or podman running, and may you use it?");
    }
  }

  private static DaemonConnection of(SocketChannel channel, java.net.SocketAddress address)
      throws IOException {
    try {
      channel.connect(address);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new DaemonConnection(
        Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
  }

  private static DaemonConnection secure(InetSocketAddress host, DaemonTls tls) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(host);
      SSLSocket socket =
          (SSLSocket)
              tls.files()
                  .context(tls.verified())
                  .getSocketFactory()
                  .createSocket(plain, host.getHostString(), host.getPort(), true);
      if (tls.verified()) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return new DaemonConnection(socket.getInputStream(), socket.getOutputStream(), socket);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
