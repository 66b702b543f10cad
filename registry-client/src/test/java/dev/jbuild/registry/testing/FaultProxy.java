package dev.jbuild.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before a registry of this machine and spoils what goes through it as a test says. One
 * connection carries one request.
 */
public final class FaultProxy implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)\\r?$");

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int upstream;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, Fault> faults = request -> new Fault.None();

  /** What is done to one request and its reply; {@code at} counts bytes of the body. */
  public sealed interface Fault {

    /** Nothing. */
    record None() implements Fault {}

    /** The connection breaks while the request's body goes up. */
    record CutRequest(long at) implements Fault {}

    /** The connection breaks while the reply's body comes down; before its head if negative. */
    record CutReply(long at) implements Fault {}

    /** One bit of the request's body arrives the other way round. */
    record CorruptRequest(long at) implements Fault {}

    /** One bit of the reply's body arrives the other way round. */
    record CorruptReply(long at) implements Fault {}

    /** The reply announces more or fewer bytes than it has. */
    record WrongLength(long difference) implements Fault {}

    /** The request is answered by the proxy. */
    record Status(int code) implements Fault {}

    /** The reply comes later. */
    record Delay(long millis) implements Fault {}
  }

  public FaultProxy(int upstream) throws IOException {
    this.upstream = upstream;
    Thread.startVirtualThread(this::accept);
  }

  /** From now on; the function gets the request line, such as {@code GET /v2/ HTTP/1.1}. */
  public void inject(Function<String, Fault> next) {
    faults = next;
  }

  /** The name of the registry by way of this proxy. */
  public String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The request lines, as they came. */
  public List<String> requests() {
    return requests;
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
    try (client;
        Socket registry = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      String head = head(client.getInputStream());
      String line = head.substring(0, head.indexOf("\r\n"));
      requests.add(line);
      exchange(head, faults.apply(line), client, registry);
    } catch (IOException e) {
      return; // one side has gone, which ends the other: just what is being tested
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void exchange(String head, Fault fault, Socket client, Socket registry)
      throws IOException, InterruptedException {
    InputStream up = client.getInputStream();
    OutputStream down = client.getOutputStream();
    if (fault instanceof Fault.Status status) {
      copy(up, OutputStream.nullOutputStream(), length(head, 0), -1);
      write(down, "HTTP/1.1 " + status.code() + " Injected\r\nContent-Length: 0\r\n");
      write(down, "Connection: close\r\n\r\n");
      return;
    }
    write(registry.getOutputStream(), closing(head));
    if (fault instanceof Fault.CutRequest cut && cut.at() < length(head, 0)) {
      copy(up, registry.getOutputStream(), cut.at(), -1);
      return;
    }
    long flip = fault instanceof Fault.CorruptRequest corrupt ? corrupt.at() : -1;
    copy(up, registry.getOutputStream(), length(head, 0), flip);
    if (fault instanceof Fault.Delay delay) {
      Thread.sleep(delay.millis());
    }
    answer(fault, head.startsWith("HEAD "), registry.getInputStream(), down);
  }

  private static void answer(Fault fault, boolean bare, InputStream from, OutputStream to)
      throws IOException {
    String head = head(from);
    if (fault instanceof Fault.CutReply cut && cut.at() < 0) {
      return;
    }
    long length = bare ? 0 : length(head, 0);
    long announced = length + (fault instanceof Fault.WrongLength wrong ? wrong.difference() : 0);
    write(
        to, LENGTH.matcher(closing(head)).replaceAll("Content-Length: " + Math.max(0, announced)));
    long limit = fault instanceof Fault.CutReply cut ? Math.min(cut.at(), length) : length;
    copy(from, to, limit, fault instanceof Fault.CorruptReply corrupt ? corrupt.at() : -1);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int state = 0; // how much of the empty line that ends it has been read
    while (state < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("it ends early");
      }
      head.write(next);
      state = next == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static String closing(String head) {
    String rest = head.replaceAll("(?im)^connection: .*\\r\\n", "");
    return rest.substring(0, rest.length() - 2) + "Connection: close\r\n\r\n";
  }

  private static long length(String head, long otherwise) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Long.parseLong(length.group(1)) : otherwise;
  }

  private static void copy(InputStream in, OutputStream out, long length, long flip)
      throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (long done = 0; done < length; ) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, length - done));
      if (count < 0) {
        return;
      }
      if (flip >= done && flip < done + count) {
        buffer[(int) (flip - done)] ^= 1;
      }
      out.write(buffer, 0, count);
      done += count;
    }
    out.flush();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
