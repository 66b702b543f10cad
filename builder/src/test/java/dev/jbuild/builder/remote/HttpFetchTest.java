package dev.jbuild.builder.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpFetchTest {
  private static final String CHANGED = "Tue, 14 Nov 2023 22:13:20 GMT";

  @TempDir Path work;
  private final AtomicInteger unchanged = new AtomicInteger();
  private Store store;
  private volatile byte[] content = "content1".getBytes(StandardCharsets.UTF_8);

  @BeforeEach
  void open() throws IOException {
    store = Store.open(work.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private HttpFetch fetch() {
    return new HttpFetch(store, RemoteAccess.of(store, Map.of(), RunAccess.NONE));
  }

  private String text(FetchedFile file) {
    try {
      return new String(store.content().read(file.content()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void withTag(HttpExchange exchange) throws IOException {
    String tag = "\"" + Digest.sha256(content).shortHex() + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
    unchanged.addAndGet(same ? 1 : 0);
    WebServer.answer(exchange, same ? 304 : 200, content);
  }

  @Test
  void fetch_ofAFile_keepsContentAndTimeOfChange() throws Exception {
    try (WebServer server =
        new WebServer(
            exchange -> {
              exchange.getResponseHeaders().set("Last-Modified", CHANGED);
              WebServer.answer(exchange, 200, content);
            })) {
      FetchedFile file = fetch().fetch(server.at("/a"), null, false);
      assertThat(text(file)).isEqualTo("content1");
      assertThat(file.size()).isEqualTo(8);
      assertThat(file.modified()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    }
  }

  @Test
  void fetch_whenTheTagIsTheSame_transfersNothing() throws Exception {
    try (WebServer server = new WebServer(this::withTag)) {
      FetchedFile first = fetch().fetch(server.at("/a"), null, false);
      assertThat(fetch().fetch(server.at("/a"), null, false)).isEqualTo(first);
      assertThat(unchanged).hasValue(1);
      content = "content2".getBytes(StandardCharsets.UTF_8);
      assertThat(text(fetch().fetch(server.at("/a"), null, false))).isEqualTo("content2");
      fetch().fetch(server.at("/a"), null, true);
      assertThat(unchanged).hasValue(1);
    }
  }

  @Test
  void fetch_whenTheServerTakesNoNoticeOfTheCondition_believesItsTag() throws Exception {
    try (WebServer server =
        new WebServer(
            exchange -> {
              exchange.getResponseHeaders().set("ETag", "W/\"1\"");
              WebServer.answer(exchange, 200, content);
            })) {
      FetchedFile first = fetch().fetch(server.at("/a"), null, false);
      content = "not read".getBytes(StandardCharsets.UTF_8);
      assertThat(fetch().fetch(server.at("/a"), null, false)).isEqualTo(first);
    }
  }

  @Test
  void fetch_whenOnlyTheTimeOfChangeIsKnown_asksWithThatIfItIsOldEnough() throws Exception {
    try (WebServer server =
        new WebServer(
            exchange -> {
              String since = exchange.getRequestHeaders().getFirst("If-Modified-Since");
              exchange.getResponseHeaders().set("Last-Modified", CHANGED);
              WebServer.answer(exchange, CHANGED.equals(since) ? 304 : 200, content);
            })) {
      FetchedFile first = fetch().fetch(server.at("/a"), null, false);
      content = "content2".getBytes(StandardCharsets.UTF_8);
      assertThat(fetch().fetch(server.at("/a"), null, false)).isEqualTo(first);
    }
  }

  @Test
  void fetch_whenTheBlobIsGone_fetchesItAgain() throws Exception {
    try (WebServer server = new WebServer(this::withTag)) {
      FetchedFile first = fetch().fetch(server.at("/a"), null, false);
      store.content().delete(first.content());
      assertThat(fetch().fetch(server.at("/a"), null, false)).isEqualTo(first);
      assertThat(text(first)).isEqualTo("content1");
    }
  }

  @Test
  void fetch_withAChecksum_asksOnceAndRefusesOtherContent() throws Exception {
    Digest right = Digest.sha256(content);
    try (WebServer server = new WebServer(this::withTag)) {
      fetch().fetch(server.at("/a"), right, false);
      fetch().fetch(server.at("/a"), right, false);
      assertThat(server.requests()).hasSize(1);
      Digest other = Digest.sha256(new byte[] {1});
      assertThatThrownBy(() -> fetch().fetch(server.at("/a"), other, false))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("digest mismatch for " + server.address() + "/a")
          .hasMessageContaining(other.toString())
          .hasMessageContaining(right.toString());
      assertThat(store.content().has(other)).isFalse();
    }
  }

  @Test
  void fetch_whenTheConnectionBreaks_goesOnWhereItBroke() throws Exception {
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    AtomicInteger sent = new AtomicInteger();
    try (WebServer server =
        new WebServer(
            exchange -> {
              exchange.getResponseHeaders().set("ETag", "\"v1\"");
              String range = exchange.getRequestHeaders().getFirst("Range");
              int from = 0;
              if (range != null) {
                assertThat(exchange.getRequestHeaders().getFirst("If-Range")).isEqualTo("\"v1\"");
                from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange
                    .getResponseHeaders()
                    .set("Content-Range", "bytes %d-2999999/3000000".formatted(from));
              }
              exchange.sendResponseHeaders(from > 0 ? 206 : 200, large.length - from);
              int count = Math.min(1_200_000, large.length - from);
              sent.addAndGet(count);
              exchange.getResponseBody().write(large, from, count);
              exchange.getResponseBody().flush();
            })) {
      FetchedFile file = fetch().fetch(server.at("/a"), null, false);
      assertThat(Arrays.equals(store.content().read(file.content()), large)).isTrue();
      assertThat(server.requests()).hasSize(3);
      assertThat(sent.get()).isLessThan(2 * large.length);
    }
  }

  @Test
  void fetch_whenTheServerIsBusy_triesAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (WebServer server =
        new WebServer(
            exchange ->
                WebServer.answer(exchange, count.getAndIncrement() == 0 ? 503 : 200, content))) {
      assertThat(text(fetch().fetch(server.at("/a"), null, false))).isEqualTo("content1");
    }
  }

  @Test
  void fetch_whenThereIsNoFile_tellsAddressAndStatus() throws Exception {
    try (WebServer server =
        new WebServer(exchange -> WebServer.answer(exchange, 404, new byte[0]))) {
      assertThatThrownBy(() -> fetch().fetch(server.at("/a?secret=1"), null, false))
          .isInstanceOf(RemoteException.class)
          .hasMessage(server.address() + "/a: invalid response status 404");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void fetch_throughRedirects_keepsCredentialsFromOtherServers() throws Exception {
    AtomicInteger leaked = new AtomicInteger();
    try (WebServer other =
            new WebServer(
                exchange -> {
                  if (exchange.getRequestHeaders().containsKey("Authorization")) {
                    leaked.incrementAndGet();
                  }
                  WebServer.answer(exchange, 200, content);
                });
        WebServer server =
            new WebServer(
                exchange -> {
                  assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
                      .isEqualTo("Basic dTpw");
                  boolean first = exchange.getRequestURI().getPath().equals("/a");
                  exchange
                      .getResponseHeaders()
                      .set("Location", first ? "/b" : other.address() + "/c");
                  WebServer.answer(exchange, 302, new byte[0]);
                })) {
      String withUser = server.address().replace("http://", "http://u:p@") + "/a";
      assertThat(text(fetch().fetch(HttpAddress.parse(withUser), null, false)))
          .isEqualTo("content1");
      assertThat(leaked).hasValue(0);
    }
  }

  @Test
  void fetch_withAProxy_asksTheProxy() throws Exception {
    try (WebServer proxy =
        new WebServer(
            exchange ->
                WebServer.answer(
                    exchange,
                    200,
                    Objects.toString(exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8)))) {
      Map<String, String> variables =
          Map.of("http_proxy", proxy.address(), "NO_PROXY", "direct.example");
      HttpFetch fetch = new HttpFetch(store, RemoteAccess.of(store, variables, RunAccess.NONE));
      assertThat(text(fetch.fetch(HttpAddress.parse("http://files.example/a b"), null, false)))
          .isEqualTo("http://files.example/a%20b");
      assertThat(new Proxies(variables).select(HttpAddress.parse("http://x.direct.example/")))
          .isEqualTo(Proxy.NO_PROXY);
    }
  }
}
