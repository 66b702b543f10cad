package dev.jbuild.registry.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link DockerRegistry} behind a proxy that adds what it lacks: the list of referrers
 * (distribution-spec 1.1, "Listing Referrers").
 */
public final class ListingRegistry implements AutoCloseable {
  private static final Pattern REFERRERS = Pattern.compile("/v2/(.+)/referrers/(sha256:[a-f0-9]+)");
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/.+");
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "host", "content-length", "connection", "transfer-encoding", "upgrade", "http2-settings");

  private final DockerRegistry registry;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<String, List<Object>> referrers = new ConcurrentHashMap<>();

  private ListingRegistry(DockerRegistry registry) {
    this.registry = registry;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static ListingRegistry start(Path directory) {
    return new ListingRegistry(DockerRegistry.start(directory, "  relativeurls: true\n"));
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many there were up to now. */
  public int requests() {
    return requests.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      Matcher list = REFERRERS.matcher(exchange.getRequestURI().getPath());
      if (list.matches()) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2L);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", referrers.getOrDefault(list.group(1) + list.group(2), List.of()));
        byte[] body = Json.write(index);
        exchange.getResponseHeaders().set("Content-Type", MediaTypes.OCI_INDEX);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else {
        forward(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String method = exchange.getRequestMethod();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + registry.host() + exchange.getRequestURI()))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    response.headers().map().forEach((name, all) -> exchange.getResponseHeaders().put(name, all));
    Matcher manifest = MANIFEST.matcher(exchange.getRequestURI().getPath());
    if (method.equals("PUT") && manifest.matches() && response.statusCode() == 201) {
      note(exchange, manifest.group(1), body);
    }
    boolean empty = method.equals("HEAD") || response.body().length == 0;
    exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : response.body().length);
    if (!empty) {
      exchange.getResponseBody().write(response.body());
    }
  }

  private void note(HttpExchange exchange, String repository, byte[] body) {
    Manifest manifest;
    try {
      manifest = Manifest.parse(body);
    } catch (OciFormatException e) {
      return; // an index
    }
    Descriptor subject = manifest.subject();
    if (subject != null) {
      Digest digest = subject.digest();
      Map<String, Object> listed =
          new LinkedHashMap<>(
              manifest.descriptor().withAnnotations(manifest.annotations()).toJson());
      listed.put("artifactType", String.valueOf(manifest.artifactType()));
      referrers.merge(
          repository + digest,
          List.of(listed),
          (old, more) -> {
            List<Object> all = new ArrayList<>(old);
            all.addAll(more);
            return all;
          });
      exchange.getResponseHeaders().set("OCI-Subject", digest.toString());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
    registry.close();
  }
}
