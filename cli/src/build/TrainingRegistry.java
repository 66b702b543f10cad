import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of a registry as the training run of dist.sh needs: it keeps in memory what is pushed.
 * Writes its host and port to the file that is its argument, and ends when its input does.
 */
final class TrainingRegistry {
  private record Kept(String type, byte[] bytes) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TrainingRegistry registry = new TrainingRegistry();
    server.createContext("/v2/", registry::answer);
    server.start();
    Path part = Path.of(args[0] + ".part");
    Files.writeString(part, "127.0.0.1:" + server.getAddress().getPort());
    Files.move(part, Path.of(args[0]));
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestMethod()) {
        case "POST" -> moved(exchange, path + "one", 202);
        case "PATCH" -> {
          kept.put(path, new Kept("", body));
          moved(exchange, path, 202);
        }
        case "PUT" -> put(exchange, path, body);
        default -> give(exchange, path);
      }
    }
  }

  private static void moved(HttpExchange exchange, String to, int status) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(status, -1);
  }

  private void put(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.contains("/manifests/")) {
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      kept.put(path, new Kept(type, body));
      kept.put(path.replaceFirst("[^/]*$", digest(body)), new Kept(type, body));
      exchange.getResponseHeaders().set("Docker-Content-Digest", digest(body));
    } else {
      Kept before = kept.remove(path);
      byte[] bytes = body.length > 0 || before == null ? body : before.bytes();
      String blobs = path.substring(0, path.indexOf("uploads/"));
      kept.put(blobs + digest(bytes), new Kept("application/octet-stream", bytes));
    }
    moved(exchange, path, 201);
  }

  private void give(HttpExchange exchange, String path) throws IOException {
    boolean asked = exchange.getRequestMethod().equals("HEAD");
    Kept found = path.equals("/v2/") ? new Kept("application/json", new byte[] {'{', '}'}) : kept.get(path);
    if (found == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", found.type());
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest(found.bytes()));
    if (asked) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(found.bytes().length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, found.bytes().length);
      exchange.getResponseBody().write(found.bytes());
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
