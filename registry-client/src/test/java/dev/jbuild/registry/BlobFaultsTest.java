package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.bytes;
import static dev.jbuild.registry.ScriptedServer.partial;
import static dev.jbuild.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlobFaultsTest {

  private static final byte[] CONTENT = new byte[100_000];
  private static final Descriptor BLOB;
  private static final String GET;

  static {
    new Random(42).nextBytes(CONTENT);
    BLOB = Descriptor.of(MediaTypes.OCI_LAYER, CONTENT);
    GET = "GET /v2/x/blobs/" + BLOB.digest();
  }

  private ScriptedServer server;
  private RegistryClient client;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    client = new RegistryClient(TestImage.QUICK.withStallTimeout(Duration.ofMillis(400)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private byte[] pull() throws IOException {
    return TestImage.readAll(client.blob(server.reference("x"), BLOB));
  }

  private static byte[] first(int count) {
    return Arrays.copyOf(CONTENT, count);
  }

  private static ScriptedServer.Answer range(int from) {
    byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
    String range = "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length;
    return bytes(206, rest, "Content-Range", range);
  }

  private void assertInvalid(String message) {
    assertThatThrownBy(this::pull)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.INVALID_REPLY))
        .hasMessageContaining(server.host())
        .hasMessageContaining(message);
  }

  @Test
  void blob_whenConnectionBreaks_goesOnWithAClosedRange() throws IOException {
    server.on(GET, partial(200, first(60_000), CONTENT.length), range(60_000));

    assertThat(pull()).isEqualTo(CONTENT);

    assertThat(server.seen(GET).getLast().header("Range")).contains("bytes=60000-99999");
  }

  @Test
  void blob_whenRegistryIgnoresRanges_skipsWhatItHas() throws IOException {
    server.on(GET, partial(200, first(60_000), CONTENT.length), bytes(200, CONTENT));

    assertThat(pull()).isEqualTo(CONTENT);
  }

  @Test
  void blob_whenRegistryDislikesTheRange_fetchesTheWhole() throws IOException {
    server.on(
        GET,
        partial(200, first(60_000), CONTENT.length),
        partial(416, first(10), CONTENT.length),
        bytes(200, CONTENT));

    assertThat(pull()).isEqualTo(CONTENT);
  }

  @Test
  void blob_whenAnotherRangeComes_isRefused() {
    server.on(GET, partial(200, first(60_000), CONTENT.length), range(50_000));

    assertInvalid("another range");
  }

  @Test
  void blob_whenRegistryFallsSilent_triesAgain() throws IOException {
    server.on(
        GET,
        exchange -> {
          if (exchange.getRequestHeaders().containsKey("Range")) {
            range(1000).to(exchange);
            return;
          }
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(first(1000));
          exchange.getResponseBody().flush();
          sleepLong();
        });

    assertThat(pull()).isEqualTo(CONTENT);
  }

  private static void sleepLong() throws IOException {
    try {
      Thread.sleep(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new IOException("the test is over", e);
    }
  }

  @Test
  void blob_whenStreamIsClosed_givesNoMore() throws IOException {
    server.on(GET, bytes(200, CONTENT));
    InputStream stream = client.blob(server.reference("x"), BLOB);
    stream.readNBytes(100);

    stream.close();

    assertThatThrownBy(stream::read).hasMessageContaining("is closed");
    assertThat(server.seen(GET)).hasSize(1);
  }

  @Test
  void blob_whenClientIsClosed_endsAtOnce() throws IOException {
    server.on(
        GET,
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(first(1000));
          exchange.getResponseBody().flush();
          sleepLong();
        });
    InputStream stream = client.blob(server.reference("x"), BLOB);

    client.close();

    assertThatThrownBy(stream::readAllBytes).isInstanceOf(RegistryException.class);
    assertThatThrownBy(this::pull).hasMessageContaining("is closed");
    assertThat(server.seen(GET)).hasSize(1);
  }

  @Test
  void blob_whenEveryConnectionBreaks_isUnreachableAndTellsHowFarItCame() {
    server.on(
        GET,
        partial(200, first(60_000), CONTENT.length),
        partial(206, new byte[0], 40_000, "Content-Range", "bytes 60000-99999/100000"));

    assertThatThrownBy(this::pull)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE))
        .hasMessageContaining("after 60000 of 100000 bytes")
        .hasRootCauseInstanceOf(IOException.class);
    // The HTTP client may itself repeat a request on a connection that it finds closed.
    int tries = 1 + TestImage.QUICK.pace().retries();
    assertThat(server.seen(GET)).hasSizeBetween(tries, 2 * tries);
  }

  @Test
  void blob_whenRegistryIsBusy_waitsAndSucceeds() throws IOException {
    server.on(GET, status(503), status(429, "Retry-After", "0"), status(500), bytes(200, CONTENT));

    assertThat(pull()).isEqualTo(CONTENT);
  }

  @Test
  void blob_whenRegistryStaysBusy_isUnreachable() {
    server.on(GET, ScriptedServer.text(503, "maintenance"));

    assertThatThrownBy(this::pull)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE))
        .hasMessageContaining("HTTP 503: maintenance");
  }

  @Test
  void blob_withOtherBytes_isRefusedBeforeItsEnd() throws IOException {
    byte[] other = CONTENT.clone();
    other[500] ^= 1;
    server.on(GET, bytes(200, other));

    assertInvalid("other bytes than its digest");
    try (InputStream stream = client.blob(server.reference("x"), BLOB)) {
      assertThatThrownBy(() -> stream.readNBytes(CONTENT.length))
          .isInstanceOf(RegistryException.class);
    }
  }

  @Test
  void blob_withAnotherLength_isRefusedAtOnce() {
    server.on(GET, bytes(200, first(99_000)));

    assertInvalid("a blob of 99000 bytes where 100000 were expected");
    assertThat(server.seen(GET)).hasSize(1);
  }

  @Test
  void blob_whenInterrupted_endsAndKeepsTheMark() throws Exception {
    CountDownLatch silent = new CountDownLatch(1);
    server.on(
        GET,
        exchange -> {
          silent.countDown();
          sleepLong();
        });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean marked = new AtomicBoolean();
    Thread puller =
        Thread.startVirtualThread(
            () -> {
              thrown.set(catchThrowable(this::pull));
              marked.set(Thread.currentThread().isInterrupted());
            });

    assertThat(silent.await(20, TimeUnit.SECONDS)).isTrue();
    puller.interrupt();

    assertThat(puller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(marked).isTrue();
  }

  @Test
  void blob_redirectedToAnotherHost_takesNoCredentialsThere() throws IOException {
    try (ScriptedServer other = new ScriptedServer()) {
      server.on(
          GET,
          status(401, "WWW-Authenticate", "Basic realm=\"r\""),
          status(307, "Location", other.url("/there?signature=1")));
      other.on("GET /there?signature=1", bytes(200, CONTENT));
      CredentialSource login = registry -> new Credentials.Login("me", "pass", "test");

      try (RegistryClient known = new RegistryClient(TestImage.QUICK.withCredentials(login))) {
        assertThat(TestImage.readAll(known.blob(server.reference("x"), BLOB))).isEqualTo(CONTENT);
      }

      assertThat(server.seen(GET).getLast().header("Authorization")).contains("Basic bWU6cGFzcw==");
      assertThat(other.seen("GET /there").getFirst().header("Authorization")).isEmpty();
    }
  }

  @Test
  void blob_redirectedInACircle_isRefused() {
    server.on(GET, status(302, "Location", GET.substring(4)));

    assertInvalid("redirects");
  }

  @Test
  void blob_redirectedToNoAddress_isRefused() {
    server.on(GET, status(302, "Location", "http://[nowhere"));

    assertInvalid("Location");
  }
}
