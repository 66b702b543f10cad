package dev.jbuild.executor;

import dev.jbuild.executor.PublishedPort.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A container that runs {@code server.pl} on its port 80, published on a free port. */
final class PortServer implements AutoCloseable {
  private final ExecHandle handle;
  private final Lines lines;
  final int port;

  private PortServer(ExecHandle handle, Lines lines) throws InterruptedException {
    this.handle = handle;
    this.lines = lines;
    List<String> published = handle.published();
    if (published.isEmpty()) {
      throw new IllegalStateException("it did not start: " + outcome(handle));
    }
    this.port = Integer.parseInt(published.getFirst().replaceAll(".*:([0-9]+)->.*", "$1"));
  }

  private static Object outcome(ExecHandle handle) throws InterruptedException {
    try {
      return handle.await();
    } catch (ExecutorException e) {
      return e;
    }
  }

  static PortServer start(Sandbox sandbox, String mode) throws Exception {
    Protocol protocol = mode.equals("udp") ? Protocol.UDP : Protocol.TCP;
    return start(sandbox, mode, new PublishedPort("127.0.0.1", 0, 0, 80, protocol));
  }

  static PortServer start(Sandbox sandbox, String mode, PublishedPort port) throws Exception {
    Lines lines = new Lines();
    PortServer server =
        new PortServer(
            sandbox.agent.start(
                spec(sandbox, mode).withPorts(List.of(port)), ExecIo.of(lines, lines)),
            lines);
    lines.ready.await();
    return server;
  }

  /** Perl is the host's, with all that it needs. */
  static ContainerSpec spec(Sandbox sandbox, String mode) throws IOException {
    Path script = Files.createTempFile(sandbox.state, "server", ".pl");
    try (InputStream in = PortServer.class.getResourceAsStream("server.pl")) {
      Files.write(script, in.readAllBytes());
    }
    return ContainerSpec.of(
            List.of(sandbox.base), null, ProcessSpec.of("/usr/bin/perl", "/server.pl", mode))
        .withMounts(
            List.of(
                MountSpec.bind(Path.of("/usr"), "/usr", true),
                MountSpec.bind(Path.of("/lib"), "/lib", true),
                MountSpec.bind(Path.of("/lib64"), "/lib64", true),
                MountSpec.bind(script, "/server.pl", true)));
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  void signal(int number) throws ExecutorException {
    handle.signal(number);
  }

  ExecResult await() throws ExecutorException, InterruptedException {
    return handle.await();
  }

  String output() {
    return lines.text();
  }

  @Override
  public void close() throws ExecutorException {
    handle.close();
  }

  /** Output that tells when the server listens. */
  private static final class Lines extends OutputStream {
    private final StringBuilder text = new StringBuilder();
    final CountDownLatch ready = new CountDownLatch(1);

    @Override
    public void write(int each) {
      write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
      if (text.indexOf("\n") >= 0) {
        ready.countDown();
      }
    }

    synchronized String text() {
      return text.toString();
    }
  }
}
