package dev.jbuild.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server that answers as a test says, above all wrongly. Answers to one request are given
 * in turn, the last one for ever; {@code GET /v2/} is answered 200 unless said otherwise,
 * everything else 404.
 */
final class ScriptedServer implements AutoCloseable {

  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** What arrived; {@code line} is method, space, path with query. */
  record Seen(String line, Map<String, List<String>> headers, String body) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> answers = new LinkedHashMap<>();
  private final Set<String> unread = ConcurrentHashMap.newKeySet();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    on("GET /v2/", status(200));
    server.start();
  }

  /** The next answers to a request; a line without query answers it with any. */
  void on(String line, Answer... inTurn) {
    synchronized (answers) {
      answers.put(line, new ArrayDeque<>(List.of(inTurn)));
    }
  }

  /** The same, without reading what the request carries. */
  void onUnread(String line, Answer... inTurn) {
    unread.add(line);
    on(line, inTurn);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    boolean skip = unread.contains(line.replaceFirst("\\?.*", ""));
    byte[] bytes = skip ? new byte[0] : exchange.getRequestBody().readAllBytes();
    String body = new String(bytes, StandardCharsets.UTF_8);
    seen.add(new Seen(line, Map.copyOf(exchange.getRequestHeaders()), body));
    try (exchange) {
      next(line).to(exchange);
    }
  }

  private Answer next(String line) {
    synchronized (answers) {
      Deque<Answer> queue = answers.get(line);
      if (queue == null) {
        queue = answers.get(line.replaceFirst("\\?.*", ""));
      }
      if (queue == null) {
        return status(404);
      }
      return queue.size() > 1 ? queue.remove() : queue.getFirst();
    }
  }

  static Answer status(int status, String... headers) {
    return exchange -> {
      set(exchange, headers);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  static Answer bytes(int status, byte[] body, String... headers) {
    return partial(status, body, body.length, headers);
  }

  static Answer text(int status, String body, String... headers) {
    return bytes(status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Declares a length, sends what it has and breaks the connection if that is less. */
  static Answer partial(int status, byte[] body, long declared, String... headers) {
    return exchange -> {
      set(exchange, headers);
      exchange.sendResponseHeaders(status, declared == 0 ? -1 : declared);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
    };
  }

  private static void set(HttpExchange exchange, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
    }
  }

  List<Seen> seen() {
    return seen;
  }

  List<String> lines() {
    return seen.stream().map(Seen::line).toList();
  }

  List<Seen> seen(String prefix) {
    return seen.stream().filter(s -> s.line().startsWith(prefix)).toList();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url(String path) {
    return "http://" + host() + path;
  }

  ImageReference reference(String name) {
    return ImageReference.parse(host() + "/" + name);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
