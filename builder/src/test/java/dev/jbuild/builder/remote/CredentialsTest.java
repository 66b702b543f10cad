package dev.jbuild.builder.remote;

import static dev.jbuild.builder.remote.GitServer.commit;
import static dev.jbuild.builder.remote.GitServer.git;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.SecretSource;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.layer.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets as credentials for servers that want some. */
class CredentialsTest {
  private static final String TOKEN = "tok-e9b1c2";
  private static final String BASIC = basic("x-access-token:" + TOKEN);

  @TempDir Path work;
  private Store store;
  private int checkouts;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(work.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private RemoteAccess access(Map<String, String> secrets, Map<String, String> variables) {
    Map<String, SecretSource> sources = new HashMap<>();
    secrets.forEach(
        (id, value) ->
            sources.put(id, new SecretSource.Value(ByteString.of(value.getBytes(UTF_8)))));
    return RemoteAccess.of(store, variables, RunAccess.NONE.withSecrets(sources));
  }

  private List<String> files(Map<String, String> secrets, String text) throws IOException {
    GitAddress address = GitAddress.parse(text).orElseThrow();
    GitFetch fetch = new GitFetch(access(secrets, Map.of()));
    List<String> files = new ArrayList<>();
    Path scratch = Files.createDirectories(work.resolve("scratch" + checkouts++));
    fetch.checkOut(
        address,
        fetch.commit(address),
        true,
        scratch,
        (entry, content) -> {
          files.add(entry.path());
          assertThat(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1))
              .doesNotContain(TOKEN);
        });
    return files;
  }

  private String download(Map<String, String> secrets, Map<String, String> variables, String url)
      throws Exception {
    HttpFetch fetch = new HttpFetch(store, access(secrets, variables));
    FetchedFile file = fetch.fetch(HttpAddress.parse(url), null, false);
    return new String(store.content().read(file.content()), UTF_8);
  }

  private static WebServer echo() throws IOException {
    return new WebServer(
        exchange ->
            WebServer.answer(exchange, 200, header(exchange, "Authorization").getBytes(UTF_8)));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "none" : value;
  }

  @Test
  void git_withATokenOrHeader_isLetIn() throws Exception {
    try (GitServer server = new GitServer(Files.createDirectories(work.resolve("served")), BASIC)) {
      Path repository = server.create("repo");
      Files.writeString(repository.resolve("a"), "a");
      commit(repository, "first");
      String address = server.address("repo");

      assertThat(files(Map.of("GIT_AUTH_TOKEN", TOKEN + "\n"), address)).contains("a", ".git/HEAD");
      assertThat(files(Map.of("GIT_AUTH_HEADER", BASIC), address)).contains("a");
      assertThat(
              files(
                  Map.of("GIT_AUTH_TOKEN", "wrong", "GIT_AUTH_TOKEN." + server.host(), TOKEN),
                  address))
          .contains("a");
      assertThatThrownBy(
              () -> files(Map.of("GIT_AUTH_TOKEN.example.org", "for-example-only"), address))
          .isInstanceOf(RemoteException.class)
          .hasMessageStartingWith(address);
      assertThat(server.authorizations())
          .containsExactly(BASIC); // neither the general one nor that for another host
      assertThatThrownBy(() -> files(Map.of("GIT_AUTH_TOKEN", "bad-" + TOKEN), address))
          .message()
          .doesNotContain(TOKEN);
    }
  }

  @Test
  void git_withASubmoduleElsewhere_keepsTheTokenFromIt() throws Exception {
    Path ours = Files.createDirectories(work.resolve("ours"));
    Path theirs = Files.createDirectories(work.resolve("theirs"));
    try (GitServer server = new GitServer(ours, BASIC);
        GitServer other = new GitServer(theirs)) {
      Path back = server.create("back");
      Files.writeString(back.resolve("b"), "b");
      commit(back, "back");
      Path inner = other.create("inner");
      Files.writeString(inner.resolve("i"), "i");
      submodule(inner, back, server.address("back"));
      Path repository = server.create("repo");
      submodule(repository, inner, other.address("inner"));

      assertThat(files(Map.of("GIT_AUTH_TOKEN", TOKEN), server.address("repo")))
          .contains("mod/i", "mod/mod/b");
      assertThat(other.authorizations()).isEmpty();

      String own = "GIT_AUTH_TOKEN." + other.host();
      files(Map.of("GIT_AUTH_TOKEN", TOKEN, own, "theirs"), server.address("repo"));
      assertThat(other.authorizations()).isEqualTo(Set.of(basic("x-access-token:theirs")));
    }
  }

  private static void submodule(Path parent, Path child, String address) throws Exception {
    git(parent, "submodule", "add", "-q", child.toString(), "mod");
    git(parent, "config", "-f", ".gitmodules", "submodule.mod.url", address);
    commit(parent, "with submodule");
  }

  @Test
  void download_withATokenOrHeaderForTheHost_sendsIt() throws Exception {
    try (WebServer server = echo()) {
      assertThat(
              download(
                  Map.of("HTTP_AUTH_TOKEN_127.0.0.1", TOKEN), Map.of(), server.address() + "/1"))
          .isEqualTo("Bearer " + TOKEN);
      assertThat(
              download(
                  Map.of("HTTP_AUTH_HEADER_127.0.0.1", "Digest x"),
                  Map.of(),
                  server.address().replace("http://", "http://u:p@") + "/2"))
          .isEqualTo("Digest x");
      assertThat(
              download(
                  Map.of("HTTP_AUTH_TOKEN_example.org", TOKEN, "GIT_AUTH_TOKEN", TOKEN),
                  Map.of(),
                  server.address() + "/3"))
          .isEqualTo("none");
    }
  }

  @Test
  void download_thatIsSentElsewhere_keepsTheTokenFromThere() throws Exception {
    try (WebServer other = echo();
        WebServer server =
            new WebServer(
                exchange -> {
                  exchange.getResponseHeaders().set("Location", other.address() + "/there");
                  WebServer.answer(exchange, 302, new byte[0]);
                })) {
      // Both have one name, so that only the port and the scheme tell them apart.
      assertThat(
              download(
                  Map.of("HTTP_AUTH_TOKEN_127.0.0.1", TOKEN), Map.of(), server.address() + "/a"))
          .isEqualTo("none");
    }
  }

  @Test
  void download_withAToken_leavesNoTraceOfIt() throws Exception {
    try (WebServer server =
        new WebServer(exchange -> WebServer.answer(exchange, 200, "x".getBytes(UTF_8)))) {
      download(Map.of("HTTP_AUTH_TOKEN_127.0.0.1", TOKEN), Map.of(), server.address() + "/a");
    }
    try (Stream<Path> files = Files.walk(work.resolve("store"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(TOKEN);
      }
    }
  }

  @Test
  void secret_ofSeveralLines_isRefusedByName() {
    assertThatThrownBy(
            () -> download(Map.of("HTTP_AUTH_TOKEN_h.test", "a\nb"), Map.of(), "http://h.test/"))
        .hasMessage("secret HTTP_AUTH_TOKEN_h.test has to be one line of text");
  }

  @Test
  void download_throughAProxyWithAPassword_givesItToTheProxyAlone() throws Exception {
    try (WebServer proxy =
        new WebServer(
            exchange -> {
              if (header(exchange, "Proxy-Authorization").equals(basic("me:p+w"))) {
                WebServer.answer(exchange, 200, header(exchange, "Authorization").getBytes(UTF_8));
              } else {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"p\"");
                WebServer.answer(exchange, 407, new byte[0]);
              }
            })) {
      Map<String, String> variables =
          Map.of("HTTP_PROXY", proxy.address().replace("http://", "http://me:p%2Bw@"));

      assertThat(download(Map.of(), variables, "http://files.example/a")).isEqualTo("none");
    }
  }

  @Test
  void download_throughAWrongProxy_namesTheVariableAndNotItsValue() {
    assertThatThrownBy(
            () ->
                download(
                    Map.of(), Map.of("http_proxy", "https://u:secret@h:1"), "http://files.test/"))
        .hasMessageStartingWith("HTTP_PROXY is not the address of a proxy")
        .message()
        .doesNotContain("secret");
  }
}
