package dev.jbuild.registry.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Opens connections to a proxy.
 *
 * @param tls for those that are called by it
 * @param patience how long the proxy may take to answer
 */
record ProxyDialer(ProxyServer proxy, Tls tls, Duration patience) {

  /** What is trusted is read when it is needed. */
  @FunctionalInterface
  public interface Tls {
    SSLContext context() throws IOException;
  }

  /** The connection that requests are written to: to the proxy or, by SOCKS, to the server. */
  Socket dial(URI server) throws IOException {
    Socket socket = new Socket();
    try {
      Socket ready = prepare(socket, server);
      ready.setSoTimeout(0);
      return ready;
    } catch (IOException e) {
      socket.close();
      throw e instanceof ProxyException
          ? e
          : ProxyException.unusable(proxy, "does not answer as it should (" + e + ")", e);
    }
  }

  private Socket prepare(Socket socket, URI server) throws IOException {
    int millis = Math.toIntExact(patience.toMillis());
    try {
      socket.connect(new InetSocketAddress(proxy.host(), proxy.port()), millis);
    } catch (IOException e) {
      throw ProxyException.unusable(proxy, "cannot be reached (" + e.getMessage() + ")", e);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(millis);
    if (proxy.kind() == ProxyServer.Kind.HTTPS) {
      return encrypted(socket);
    }
    int usual = "https".equals(server.getScheme()) ? 443 : 80;
    int port = server.getPort() < 0 ? usual : server.getPort();
    SocksHandshake.on(socket, proxy).connect(server.getHost(), port);
    return socket;
  }

  private Socket encrypted(Socket socket) throws IOException {
    String name = proxy.host().replaceFirst("^\\[(.*)]$", "$1");
    SSLSocket secure =
        (SSLSocket) tls.context().getSocketFactory().createSocket(socket, name, proxy.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    try {
      secure.startHandshake();
    } catch (SSLException e) {
      String what =
          "cannot be called by TLS ("
              + e.getMessage()
              + "): its certificate must be trusted by the Java runtime or by a certs.d/"
              + proxy.address().getRawAuthority()
              + "/ca.crt, and one without TLS is called by http://";
      throw ProxyException.unusable(proxy, what, e);
    }
    return secure;
  }
}
