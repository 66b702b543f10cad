package dev.jbuild.registry.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A plain proxy on a loopback port that passes everything on to one that is called by TLS or SOCKS:
 * java.net.http speaks to none but plain ones. Others on this machine are not let in: they would
 * have to know a password that is made anew for each relay.
 */
public final class ProxyRelay implements AutoCloseable {

  private static final String CONNECTED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final String WHO = "HTTP/1.1 407 Unauthorized\r\nContent-Length: 0\r\n\r\n";

  private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  private final ProxyDialer dialer;
  private final String authorization;
  private final Map<String, ProxyException> failures = new ConcurrentHashMap<>();

  /**
   * Opens one.
   *
   * @param patience how long the proxy may take to answer
   */
  public ProxyRelay(ProxyServer proxy, ProxyDialer.Tls tls, Duration patience) throws IOException {
    this.dialer = new ProxyDialer(proxy, tls, patience);
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.authorization = new ProxyServer.Login("jbuild", HexFormat.of().formatHex(secret)).basic();
    Thread.ofVirtual().name("proxy-relay").start(this::accept);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
  }

  /** What it must be told in Proxy-Authorization. */
  public String authorization() {
    return authorization;
  }

  /** Why the last connection to a server was not made, empty when it was. */
  public Optional<ProxyException> failure(URI server) {
    return Optional.ofNullable(failures.get(server.getRawAuthority()));
  }

  private void accept() {
    while (!listener.isClosed()) {
      next().ifPresent(client -> Thread.ofVirtual().name("proxy-relay").start(() -> serve(client)));
    }
  }

  /** Empty when the relay is closed, and for a client that has gone again. */
  private Optional<Socket> next() {
    try {
      return Optional.of(listener.accept());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      RequestHead head = RequestHead.read(in);
      if (!isOurs(head.authorization())) {
        client.getOutputStream().write(WHO.getBytes(StandardCharsets.US_ASCII));
        return;
      }
      try (Socket onward = dial(head.server())) {
        greet(head, client, onward);
        Thread back = Thread.ofVirtual().start(() -> pump(onward, client));
        send(in, onward.getOutputStream(), back);
      }
    } catch (IOException | IllegalArgumentException e) {
      return; // the client hears that its connection ends, and asks why
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOurs(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
  }

  private Socket dial(URI server) throws IOException {
    try {
      Socket onward = dialer.dial(server);
      failures.remove(server.getRawAuthority());
      return onward;
    } catch (ProxyException e) {
      failures.put(server.getRawAuthority(), e);
      throw e;
    }
  }

  /** A tunnel by SOCKS is there already; all else is said to whom the connection leads. */
  private void greet(RequestHead head, Socket client, Socket onward) throws IOException {
    ProxyServer proxy = dialer.proxy();
    boolean direct = proxy.kind() == ProxyServer.Kind.SOCKS5;
    if (direct && head.makesTunnel()) {
      client.getOutputStream().write(CONNECTED.getBytes(StandardCharsets.US_ASCII));
      return;
    }
    ProxyServer.Login login = proxy.login();
    RequestHead said =
        direct ? head.withoutProxy() : head.withAuthorization(login == null ? null : login.basic());
    onward.getOutputStream().write((head.makesTunnel() ? said : said.last()).bytes());
    onward.getOutputStream().flush();
  }

  /** Until the client goes; one that takes no more may have said why, which still comes back. */
  private static void send(InputStream in, OutputStream out, Thread back)
      throws InterruptedException {
    try {
      copy(in, out);
    } catch (IOException e) {
      back.join();
    }
  }

  /** What comes back; its end ends both, also what the other direction waits for. */
  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      copy(from.getInputStream(), to.getOutputStream());
    } catch (IOException e) {
      return; // one side has gone, which ends the other
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it has nothing to write
    }
  }
}
