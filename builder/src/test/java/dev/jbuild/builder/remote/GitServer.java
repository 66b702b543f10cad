package dev.jbuild.builder.remote;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Git's own server program behind a web server, and repositories for it made with git. */
public final class GitServer implements AutoCloseable {
  private final Path root;
  private final WebServer web;
  private final Set<String> authorizations = ConcurrentHashMap.newKeySet();

  public GitServer(Path root) throws IOException {
    this(root, null);
  }

  /**
   * @param authorization the header that a request must have, null for any or none
   */
  public GitServer(Path root, @Nullable String authorization) throws IOException {
    this.root = root;
    this.web =
        new WebServer(
            exchange -> {
              String given = exchange.getRequestHeaders().getFirst("Authorization");
              if (given != null) {
                authorizations.add(given);
              }
              if (authorization == null || authorization.equals(given)) {
                serve(exchange);
              } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                WebServer.answer(exchange, 401, new byte[0]);
              }
            });
  }

  /** The values of Authorization that came in. */
  public Set<String> authorizations() {
    return Set.copyOf(authorizations);
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return web.address().substring("http://".length());
  }

  /** {@code http://127.0.0.1:port/name.git}. */
  public String address(String name) {
    return web.address() + "/" + name + ".git";
  }

  public List<String> requests() {
    return web.requests();
  }

  /** Makes an empty repository and tells its directory, where files can be put and committed. */
  public Path create(String name) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(root.resolve(name + ".git"));
    git(directory, "init", "-q", "-b", "main");
    git(directory, "config", "http.uploadpack", "true");
    return directory;
  }

  /** Commits all files of the repository and gives the id of the commit. */
  public static String commit(Path directory, String message)
      throws IOException, InterruptedException {
    git(directory, "add", "-A");
    git(directory, "commit", "-q", "--allow-empty", "-m", message);
    return git(directory, "rev-parse", "HEAD").strip();
  }

  /** Runs git there, with no configuration but its own, and gives what it prints. */
  public static String git(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "protocol.file.allow=always"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(identity(directory));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  private static Map<String, String> identity(Path directory) {
    return Map.of(
        "HOME", directory.toString(),
        "GIT_CONFIG_NOSYSTEM", "1",
        "GIT_AUTHOR_NAME", "A",
        "GIT_AUTHOR_EMAIL", "a@example.org",
        "GIT_COMMITTER_NAME", "C",
        "GIT_COMMITTER_EMAIL", "c@example.org",
        "GIT_AUTHOR_DATE", "1700000000 +0000",
        "GIT_COMMITTER_DATE", "1700000000 +0000");
  }

  /** CGI (RFC 3875), as far as git http-backend needs it. */
  private void serve(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = builder.environment();
    environment.putAll(identity(root));
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("PATH_INFO", exchange.getRequestURI().getPath().replace(".git/", ".git/.git/"));
    String query = exchange.getRequestURI().getRawQuery();
    environment.put("QUERY_STRING", query == null ? "" : query);
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    header(exchange, "Content-Type", "CONTENT_TYPE", environment);
    header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", environment);
    header(exchange, "Git-Protocol", "HTTP_GIT_PROTOCOL", environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var in = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(in);
    }
    try (InputStream out = new BufferedInputStream(process.getInputStream())) {
      int status = 200;
      for (String line = line(out); !line.isEmpty(); line = line(out)) {
        String[] parts = line.split(": ", 2);
        if (parts[0].equals("Status")) {
          status = Integer.parseInt(parts[1].substring(0, 3));
        } else {
          exchange.getResponseHeaders().set(parts[0], parts[1]);
        }
      }
      exchange.sendResponseHeaders(status, 0);
      out.transferTo(exchange.getResponseBody());
    }
  }

  private static void header(
      HttpExchange exchange, String header, String variable, Map<String, String> environment) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      environment.put(variable, value);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    web.close();
  }
}
